"""Files that people upload: PDF, saved pages and text, and everything else that is called so."""

from __future__ import annotations

import io
import zlib

import pytest
from pypdf import PdfWriter

from jobs.scraping import documents
from jobs.scraping.documents import read_upload, text_of_upload
from jobs.scraping.fetch import FetchRefused
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from tests.jobs.site import PAGES

LINES = [
    "Pump Engineer",
    "Saltmarsh Works keeps the fields dry with forty pumps along the coast.",
    "You repair them in all weathers, with two colleagues and a boat.",
    "What we ask of you",
    "Five years with centrifugal pumps, and a head for heights.",
]


def show(lines: list[str]) -> bytes:
    """A page's instructions that write `lines` one under the other."""
    return ("BT /F1 12 Tf 72 720 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET").encode()


def pdf(content: bytes = b"", *, pages: int = 1, stream: str = "") -> bytes:
    """A PDF whose pages all show `content`."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(content)} {stream} >>\nstream\n".encode() + content + b"\nendstream",
    ]
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
    objects += [f"{page} /Contents 4 0 R >>".encode()] * pages
    file, places = bytearray(b"%PDF-1.7\n"), []
    for number, item in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    start = len(file)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    file += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
    file += f"trailer\n<< /Size {count} /Root 1 0 R >>\n".encode()
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


POSTING = pdf(show(LINES))
CIPHER_STRINGS = {"O": 48, "U": 48, "OE": 32, "UE": 32, "Perms": 16}


def encrypted(user_password: str) -> bytes:
    writer = PdfWriter(io.BytesIO(POSTING))
    writer.encrypt(user_password, "the owner's", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def refusal_of(data: bytes, name: str = "posting.pdf") -> FetchRefused:
    with pytest.raises(FetchRefused) as refusal:
        read_upload(data, name)
    return refusal.value


class TestPdf:
    """PDF files."""

    def test_its_words_become_the_description(self) -> None:
        posting = read_upload(POSTING, "posting.pdf")

        assert all(line in posting.description for line in LINES)
        assert posting.provenance["description"]["path"] == "PDF posting.pdf"

    def test_its_kind_follows_from_its_content(self) -> None:
        assert text_of_upload(POSTING, "posting.html") == text_of_upload(POSTING, "posting.pdf")

    def test_protection_that_asks_for_nothing_does_not_matter(self) -> None:
        assert LINES[1] in text_of_upload(encrypted(""), "posting.pdf")

    def test_a_password_is_asked_of_the_person(self) -> None:
        assert refusal_of(encrypted("secret")).message == documents.PROTECTED

    def test_a_cipher_that_we_do_not_have_is_a_password_too(self) -> None:
        strings = "".join(f"/{name} <{'00' * size}> " for name, size in CIPHER_STRINGS.items())
        filters = "/StmF /A /StrF /A /CF << /A << /CFM /AESV3 >> >>"
        cipher = f"<< /Filter /Standard /V 5 /R 6 /P -4 {filters} {strings}>>"
        protected = POSTING.replace(b"/Root 1 0 R", f"/Root 1 0 R /ID [<00> <00>] /Encrypt {cipher}".encode())

        assert refusal_of(protected).message == documents.PROTECTED

    @pytest.mark.parametrize("content", [b"", b"0 0 m 10 10 l S", show(["Page 1 of 1"])])
    def test_a_scan_is_said_to_be_one(self, content: bytes) -> None:
        assert refusal_of(pdf(content)).message == documents.PICTURES

    def test_a_book_is_no_posting(self) -> None:
        assert LINES[1] in text_of_upload(pdf(show(LINES), pages=30), "posting.pdf")
        assert refusal_of(pdf(show(LINES), pages=31)).message == documents.TOO_LONG

    @pytest.mark.parametrize(
        "data",
        [
            b"%PDF-1.7",
            b"%PDF-1.7\n" + b"1 0 obj\n" * 1000,
            b"%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF",
            POSTING.replace(b"/Pages 2 0 R", b"/Pages 1 0 R"),
            POSTING.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
            POSTING.replace(b"/Contents 4 0 R", b"/Contents 5 0 R"),
            POSTING.replace(b"/Count 1", b"/Count 99999999999"),
            b"%PDF-1.7\n" + b"[" * 100_000,
            b"%PDF-1.7\n1 0 obj\n" + b"<< /A " * 50_000 + b"\ntrailer << /Root 1 0 R >>",
        ],
        ids=["header", "objects", "no root", "own root", "own child", "odd page", "count", "[[[", "<<<"],
    )
    def test_a_broken_one_is_refused_or_read_but_never_a_crash(self, data: bytes) -> None:
        try:
            assert LINES[1] in read_upload(data, "posting.pdf").description
        except FetchRefused as refusal:
            assert refusal.message in {documents.BROKEN, documents.PICTURES, documents.TOO_COSTLY}

    @pytest.mark.parametrize("cut", range(0, len(POSTING), 97))
    def test_half_a_file_is_refused_or_read_but_never_a_crash(self, cut: int) -> None:
        try:
            posting = read_upload(POSTING[:cut] or b"%PDF-", "posting.pdf")
        except FetchRefused as refusal:
            assert refusal.message.endswith(("instead.", "text."))
        else:
            assert posting.description

    def test_a_bomb_is_not_inflated(self) -> None:
        content = zlib.compress(zlib.compress(b" " * 300_000_000))
        bomb = pdf(content, stream="/Filter [/FlateDecode /FlateDecode]")

        assert len(bomb) < 100_000
        assert refusal_of(bomb).message in {documents.BROKEN, documents.PICTURES, documents.TOO_COSTLY}

    def test_a_page_that_draws_itself_ends(self) -> None:
        form = POSTING.replace(b"/Font << /F1 3 0 R >>", b"/XObject << /F1 4 0 R >>").replace(
            b"4 0 obj\n<<",
            b"4 0 obj\n<< /Subtype /Form /Resources << /XObject << /F1 4 0 R >> >>",
        )

        assert refusal_of(form.replace(b"Tj", b"/F1 Do")).reason in {Reason.UNREADABLE, Reason.TOO_LARGE}


class TestPagesAndText:
    """HTML and plain text files."""

    def test_a_saved_page_is_read_like_one_that_was_fetched(self) -> None:
        posting = read_upload((PAGES / "plain.html").read_bytes(), "Pump Engineer.htm")

        assert posting.job_title == "Pump Engineer"
        assert "<" not in posting.description

    def test_a_saved_page_that_is_no_posting_says_so(self) -> None:
        posting = read_upload((PAGES / "login.html").read_bytes(), "login.html")

        assert posting.reason and posting.problem

    @pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16"])
    def test_text_is_taken_as_it_is_in_the_usual_charsets(self, charset: str) -> None:
        text = "\n".join([*LINES, "Průvodčí · 90 000 €"])

        assert "Průvodčí · 90 000 €" in text_of_upload(text.encode(charset), "posting.txt")

    def test_a_sign_in_a_text_is_not_taken_for_markup(self) -> None:
        assert "pumps < 40 bar" in text_of_upload(b"We keep pumps < 40 bar. " * 9, "posting.txt")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", documents.EMPTY),
        (b" \r\n\x00" * 99, documents.EMPTY),
        (b"a" * 5_000_001, documents.TOO_LARGE),
        (b"PK\x03\x04" + b"word/document.xml" * 99, documents.OTHER_KIND),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, documents.OTHER_KIND),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99, documents.OTHER_KIND),
        (b"\xff\xd8\xff\xe0" * 99, documents.OTHER_KIND),
        (b"{\\rtf1 Pump Engineer}" * 99, documents.OTHER_KIND),
        (b"\x1f\x8b\x08\x00" * 99, documents.OTHER_KIND),
        (b"\x7fELF" + bytes(range(256)) * 99, documents.OTHER_KIND),
        (b"\x80\x90\xa0\xb0" * 999, documents.OTHER_KIND),
    ],
    ids=["nothing", "blank", "large", "docx", "doc", "png", "jpeg", "rtf", "gzip", "program", "rubbish"],
)
@pytest.mark.parametrize("name", ["posting.pdf", "posting.html", "posting.txt", "", "../../etc/passwd"])
def test_other_files_are_refused_with_a_sentence_that_says_what_to_do(
    data: bytes, message: str, name: str
) -> None:
    assert refusal_of(data, name).message == message
    assert "paste" in message or "Paste" in message


def test_the_limits_of_one_upload_are_those_of_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*arguments: object) -> Posting:
        raise FetchRefused(Reason.TOO_LARGE)

    monkeypatch.setattr(documents, "run_limited", ended)

    assert refusal_of(POSTING).message == documents.TOO_COSTLY
