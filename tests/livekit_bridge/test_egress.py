"""Films are asked for, ended and taken in through the real client, against a stub of the egress service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from google.protobuf.json_format import MessageToDict
from livekit.protocol import egress as proto

from config.recordings_storage import recordings_storage
from interviews.models import Interview, Recording
from interviews.services.films import follow_film, queue_films
from livekit_bridge.egress import Target, egress
from livekit_bridge.models import WebhookEvent
from livekit_bridge.rooms import BridgeUnavailable
from livekit_bridge.signals import webhook_received
from tests.interviews.makers import NOW, at, started
from tests.support.serving import QuietHandler, ThreadedStub

TARGET = Target(key="kept/film.mp4", bucket="b", access_key="k", secret="s", region="", endpoint="http://s3")
REQUESTS: dict[str, type[Any]] = {
    "StartRoomCompositeEgress": proto.RoomCompositeEgressRequest,
    "StopEgress": proto.StopEgressRequest,
    "ListEgress": proto.ListEgressRequest,
}


class EgressStub(ThreadedStub):
    """The service: films by name, what it was asked, and whether it answers."""

    def __init__(self) -> None:
        super().__init__(Handler)
        self.films: dict[str, proto.EgressInfo] = {}
        self.asked: list[tuple[str, Any]] = []
        self.is_away = False
        self.loses_replies = False

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]

    def answer(self, name: str, request: Any) -> Any:
        self.asked.append((name, request))
        if name == "StartRoomCompositeEgress":
            info = proto.EgressInfo(egress_id=f"EG_{len(self.films)}", room_name=request.room_name)
            self.films[info.egress_id] = info
            return info
        if name == "StopEgress":
            self.end(request.egress_id)
            return self.films[request.egress_id]
        found = [
            film
            for film in self.films.values()
            if request.room_name in ("", film.room_name) and request.egress_id in ("", film.egress_id)
        ]
        return proto.ListEgressResponse(items=found)

    def end(self, egress_id: str, *, status: int = proto.EgressStatus.EGRESS_COMPLETE) -> None:
        film = self.films[egress_id]
        film.status = status
        if status == proto.EgressStatus.EGRESS_FAILED:
            film.error = "Chrome would not start"
            return
        began = int((NOW.timestamp() + 2) * 1e9)
        film.file_results.append(
            proto.FileInfo(filename="x.mp4", started_at=began, duration=61_500_000_000, size=123_456)
        )


class Handler(QuietHandler):
    stub: EgressStub

    def do_POST(self) -> None:
        name = self.path.rpartition("/")[2]
        request = REQUESTS[name]()
        request.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
        if self.stub.is_away:
            self.send_error(503)
            return
        body = self.stub.answer(name, request).SerializeToString()
        if self.stub.loses_replies and name.startswith("Start"):
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/protobuf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[EgressStub]:
    """A running egress service, films switched on, and S3 to put them in."""
    with EgressStub() as stub:
        settings.LIVEKIT_URL = stub.url
        settings.VIDEO_RECORDING = True
        for name, value in {
            "ACCESS_KEY_ID": "k",
            "SECRET_ACCESS_KEY": "s",
            "ENDPOINT_URL": "http://s3",
        }.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        entry = recordings_storage("s3://bucket/kept", var_dir=Path("/nowhere"))
        settings.STORAGES = {**settings.STORAGES, "recordings": entry}
        yield stub


def live(*, records: bool = True) -> Interview:
    interview: Interview = started()
    Interview.objects.filter(pk=interview.pk).update(records=records)
    interview.refresh_from_db()
    return interview


def end(interview: Interview) -> None:
    Interview.objects.update(status=Interview.Status.FINISHED, finished_at=at(seconds=60))


def film_of(interview: Interview) -> Recording:
    return Recording.objects.select_related("interview").get(interview=interview, kind=Recording.Kind.VIDEO)


def follow(interview: Interview, *, seconds: float = 1) -> Recording:
    follow_film(recording=film_of(interview), now=at(seconds=seconds))
    return film_of(interview)


def report(info: proto.EgressInfo, *, event_id: str = "e1") -> None:
    payload = {"egressInfo": MessageToDict(info)}
    event = WebhookEvent(event_id=event_id, kind="egress_ended", payload=payload)
    webhook_received.send(sender=WebhookEvent, event=event)


def test_a_room_is_filmed_into_the_bucket(service: EgressStub) -> None:
    assert egress().start_film(room="interview-1", target=TARGET) == "EG_0"
    ((_, request),) = service.asked
    output = request.file_outputs[0]
    assert (request.room_name, output.filepath, output.disable_manifest) == (
        "interview-1",
        "kept/film.mp4",
        True,
    )
    assert (output.s3.bucket, output.s3.endpoint, output.s3.force_path_style) == ("b", "http://s3", True)


def test_a_service_that_is_away_is_said_so(service: EgressStub) -> None:
    service.is_away = True
    with pytest.raises(BridgeUnavailable):
        egress().films(room="interview-1")


@pytest.mark.django_db
class TestFilms:
    def test_an_interview_that_may_be_recorded_is_filmed_from_beginning_to_end(
        self, service: EgressStub
    ) -> None:
        interview = live()
        assert queue_films(now=timezone.now()) == 1
        assert queue_films(now=timezone.now()) == 0
        film = follow(interview)
        assert (film.egress_id, film.status) == ("EG_0", Recording.Status.RUNNING)
        follow(interview)
        assert service.names().count("StartRoomCompositeEgress") == 1
        end(interview)
        film = follow(interview, seconds=61)
        assert "StopEgress" in service.names()
        assert (film.status, film.size, film.duration_ms, film.started_ms) == (
            Recording.Status.READY,
            123_456,
            61_500,
            2000,
        )
        assert interview.events.filter(kind="recording_ready").count() == 1

    @pytest.mark.parametrize(("records", "is_on"), [(False, True), (True, False)])
    def test_nobody_is_filmed_who_did_not_allow_it_or_where_it_is_off(
        self, service: EgressStub, settings: Any, records: bool, is_on: bool
    ) -> None:
        settings.VIDEO_RECORDING = is_on
        live(records=records)
        assert queue_films(now=timezone.now()) == 0
        assert not Recording.objects.exists() and not service.asked

    def test_the_webhook_takes_a_film_in_and_a_repeated_one_is_no_news(self, service: EgressStub) -> None:
        interview = live()
        queue_films(now=timezone.now())
        follow(interview)
        service.end("EG_0")
        for number in range(2):
            report(service.films["EG_0"], event_id=f"e{number}")
        assert film_of(interview).status == Recording.Status.READY
        assert interview.events.filter(kind="recording_ready").count() == 1

    def test_a_webhook_that_never_came_is_made_up_for(self, service: EgressStub) -> None:
        interview = live()
        queue_films(now=timezone.now())
        follow(interview)
        service.end("EG_0")
        end(interview)
        assert queue_films(now=timezone.now() + timedelta(minutes=1)) == 1
        assert follow(interview, seconds=61).status == Recording.Status.READY
        assert "StopEgress" not in service.names()

    def test_a_film_whose_beginning_nobody_heard_of_is_found_and_not_begun_twice(
        self, service: EgressStub
    ) -> None:
        interview = live()
        queue_films(now=timezone.now())
        service.loses_replies = True
        with pytest.raises(BridgeUnavailable):
            follow(interview)
        service.loses_replies = False
        assert follow(interview).egress_id == "EG_0"
        assert service.names().count("StartRoomCompositeEgress") == 1

    def test_a_film_that_failed_says_why(self, service: EgressStub) -> None:
        interview = live()
        queue_films(now=timezone.now())
        follow(interview)
        service.end("EG_0", status=proto.EgressStatus.EGRESS_FAILED)
        report(service.films["EG_0"])
        film = film_of(interview)
        assert (film.status, film.problem) == (Recording.Status.FAILED, "Chrome would not start")

    def test_a_film_that_never_began_is_given_up_with_its_interview(self, service: EgressStub) -> None:
        interview = live()
        service.is_away = True
        queue_films(now=timezone.now())
        with pytest.raises(BridgeUnavailable):
            follow(interview)
        end(interview)
        service.is_away = False
        film = follow(interview, seconds=61)
        assert (film.status, film.problem) == (Recording.Status.FAILED, "It never began.")

    def test_a_film_that_the_service_forgot_is_given_up_after_an_hour(self, service: EgressStub) -> None:
        interview = live()
        queue_films(now=timezone.now())
        follow(interview)
        end(interview)
        service.films["EG_0"].room_name = "another"
        service.answer = lambda name, request: (  # type: ignore[method-assign]
            proto.ListEgressResponse() if name == "ListEgress" else proto.EgressInfo()
        )
        assert follow(interview, seconds=120).status == Recording.Status.JOINING
        assert follow(interview, seconds=4000).status == Recording.Status.FAILED

    def test_reports_of_other_things_change_nothing(self, service: EgressStub) -> None:
        interview = live()
        queue_films(now=timezone.now())
        follow(interview)
        stranger = proto.EgressInfo(egress_id="EG_other", status=proto.EgressStatus.EGRESS_COMPLETE)
        report(stranger)
        event = WebhookEvent(event_id="e", kind="egress_ended", payload={"egressInfo": {"egressId": [1]}})
        webhook_received.send(sender=WebhookEvent, event=event)
        assert film_of(interview).status == Recording.Status.RUNNING
