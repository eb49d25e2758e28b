# One image for every process but the media server; docker-compose.yml says which command each one runs.

FROM node:20-slim AS browser
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.11-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
# The speech models' native libraries link against the C++ runtime.
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home parley && install -d -o parley /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/data ENV_FILES= WEB_BIND=0.0.0.0 WORKER_TMP=/dev/shm
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=browser /build/node_modules/livekit-client/dist node_modules/livekit-client/dist
RUN SECRET_KEY=only-for-collectstatic python manage.py collectstatic --noinput
USER parley
VOLUME /data
EXPOSE 8000
# Any answer will do: a host name that is not allowed is answered too, and a hung worker answers nothing.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); c.getresponse()"]
CMD ["gunicorn", "config.wsgi", "--worker-class", "gthread", "--threads", "8", "--bind", "0.0.0.0:8000", \
    "--worker-tmp-dir", "/dev/shm", "--keep-alive", "10", "--no-control-socket"]
