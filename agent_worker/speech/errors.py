"""What goes wrong with a request, in the shape that OpenAI's clients understand."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse


class SpeechError(Exception):
    """A request that cannot be served; the message is for whoever sent it and never names a file."""

    def __init__(
        self, message: str, *, status: int = 400, code: str | None = None, param: str | None = None
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.code, self.param = message, status, code, param


class Busy(SpeechError):
    """Too many requests are waiting already."""

    def __init__(self) -> None:
        super().__init__("The server is busy: try again in a second.", status=503, code="server_busy")


class HungUp(SpeechError):
    """The client is gone: nothing is wrong, and nobody reads the answer."""

    def __init__(self) -> None:
        super().__init__("The client hung up.", status=499)


def error_response(error: SpeechError) -> JSONResponse:
    """Return `{"error": {"message", "type", "param", "code"}}`; 503 asks to come back in a second."""
    body = {
        "message": error.message,
        "type": "invalid_request_error" if error.status < 500 else "server_error",
        "param": error.param,
        "code": error.code,
    }
    headers = {"Retry-After": "1"} if error.status == 503 else None
    return JSONResponse({"error": body}, status_code=error.status, headers=headers)


async def on_speech_error(request: Request, error: Exception) -> JSONResponse:
    """Starlette's handler of SpeechError."""
    assert isinstance(error, SpeechError)
    return error_response(error)


async def on_hang_up(request: Request, error: Exception) -> JSONResponse:
    """Starlette's handler of a client that left while it was sending."""
    return error_response(HungUp())


async def on_unknown_route(request: Request, error: Exception) -> JSONResponse:
    """Starlette's handler of 404 and 405."""
    status = getattr(error, "status_code", 404)
    return error_response(SpeechError("There is nothing here.", status=status, code="not_found"))


async def on_crash(request: Request, error: Exception) -> JSONResponse:
    """Starlette's handler of everything else: the traceback goes to the log, not to the client."""
    return error_response(SpeechError("Something went wrong.", status=500))
