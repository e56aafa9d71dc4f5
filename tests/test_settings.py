"""Settings: read once, checked all at once, and documented where an operator looks."""

from __future__ import annotations

import re
import runpy
from dataclasses import fields
from pathlib import Path

import pytest

from webapp import settings
from webapp.settings import Settings, SettingsError

ROOT = Path(__file__).resolve().parent.parent


def faults(**environ: str) -> list[str]:
    """Return what is wrong with an environment, one line each."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environ)
    return str(caught.value).splitlines()


def test_without_any_setting_the_site_starts() -> None:
    """`make run` needs nothing."""
    made = Settings.from_environment({})
    assert made == Settings()
    assert made.origin == "http://127.0.0.1:8000"
    assert made.content.is_dir()
    assert made.translations.is_dir()


def test_an_empty_value_is_no_value() -> None:
    """A line left empty in a deployment's file means the default."""
    empty = {field.name.upper(): "" for field in fields(Settings)}
    assert Settings.from_environment(empty) == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    """What an operator gives is what the site uses."""
    made = Settings.from_environment(
        {
            "HOST": "0.0.0.0",  # noqa: S104  # read, not listened on
            "PORT": "80",
            "SITE_URL": "https://guide.example/",
            "HSTS": "1",
            "CONTENT": str(tmp_path),
            "TRANSLATIONS": str(tmp_path),
            "UNKNOWN": "left alone",
        }
    )
    assert made.port == 80
    assert made.origin == made.site_url == "https://guide.example"
    assert made.hsts is True
    assert made.content == made.translations == tmp_path
    assert Settings.from_environment({"HOST": "::1"}).listens == "http://[::1]:8000"


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://guide.example", "https://guide.example"),
        ("HTTPS://Guide.EXAMPLE/", "https://guide.example"),
        ("https://guide.example:443", "https://guide.example"),
        ("http://guide.example:80/", "http://guide.example"),
        ("https://guide.example:8443", "https://guide.example:8443"),
        ("http://192.0.2.1:8000", "http://192.0.2.1:8000"),
        ("http://[2001:db8::1]:8000", "http://[2001:db8::1]:8000"),
    ],
)
def test_the_public_address_is_written_as_browsers_write_it(given: str, origin: str) -> None:
    """An operator's spelling does not shut readers out: browsers send small letters, no 443."""
    assert Settings.from_environment({"SITE_URL": given}).origin == origin


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"), ("PORT", "65536"), ("PORT", "-1"), ("PORT", "eight"), ("PORT", "8000 "),
        ("PORT", "²"), ("PORT", "٨٠"), ("PORT", "8e3"), ("PORT", "9" * 5_000), ("HSTS", "yes"),
        ("HSTS", "2"), ("HSTS", "true"), ("SITE_URL", "guide.example"), ("SITE_URL", "ftp://x.example"),
        ("SITE_URL", "https://"), ("SITE_URL", "https://guide.example/en"), ("SITE_URL", "https:///x"),
        ("SITE_URL", "https://guide.example?x=1"), ("SITE_URL", "https://guide.example#x"),
        ("SITE_URL", "https://me:secret@guide.example"), ("SITE_URL", "https://[guide"),
        ("SITE_URL", "https://guide example"), ("SITE_URL", "https://guide.example:99999"),
        ("SITE_URL", "https://guide.example:x"), ("SITE_URL", "https://gui<de.example"),
        ("SITE_URL", "https://guide.example\n"), ("SITE_URL", "javascript:alert(1)"),
        ("SITE_URL", "https://:8000"), ("SITE_URL", "https://guide.example:0"),
        ("SITE_URL", "https://:secret@guide.example"), ("SITE_URL", "https://www..guide.example"),
        ("SITE_URL", "https://guide-.example"), ("HOST", "a..b"), ("HOST", "a b"),
        ("HOST", "http://x"), ("HOST", "x/y"),
        ("HOST", "x:8000"), ("HOST", "<x>"), ("CONTENT", "nowhere/at/all"), ("CONTENT",
        "README.md"),
        ("TRANSLATIONS", "nowhere/at/all"), ("CONTENT", "a" * 5_000), ("CONTENT", "a\x00b"),
        ("WORKERS", "0"), ("WORKERS", "65"), ("WORKERS", "two"), ("WORKERS", "٢"),
        ("CONTACT_URL", "http://x.example"), ("CONTACT_URL", "x"),
        ("EXIT_URL", "https://user@"), ("EXIT_URL", "https://[x"), ("EXIT_URL", "https://?x"),
        ("EXIT_URL", "https://www.example.police.uk/"), ("EXIT_URL", "https://x.example/Child-help"),
        ("EXIT_URL", "https://localhost"), ("EXIT_URL", "https://x.example:0"),
        ("EXIT_URL", "https://x.example:65536/"),
        ("EXIT_URL", "https://x.example/$host"), ("EXIT_URL", "https://x.example/\u202e"),
        ("CONTACT_URL", "https://a:b@x.example"),
        ("CONTACT_EMAIL", "x"), ("CONTACT_EMAIL", "a@b"), ("CONTACT_EMAIL", "a b@c.example"),
        ("CONTACT_EMAIL", "a@b.example?body=x"),
        ("INSPECTION", "nowhere"), ("INSPECTION", "../thames-valley-2023"),
        ("RELEASES", "README.md"), ("RELEASES", "nowhere/at/all"),
        ("STATIC_HOST", "yes"), ("BASE_PATH", "/"), ("BASE_PATH", "/a/../b"), ("BASE_PATH", "/a b"),
        ("BASE_PATH", "./a"),
    ],
    ids=lambda text: ascii(text[:24]),
)  # fmt: skip
def test_a_bad_value_is_named_with_what_to_give(name: str, value: str) -> None:
    """An operator reads which variable is wrong and what would be right."""
    (fault,) = faults(**{name: value})
    assert fault.startswith(f"{name} is ")
    assert re.search(r": give (it as |an? |the |0 or 1)", fault)


def test_the_way_out_leads_out() -> None:
    """Who flees from the guide is not brought back to it."""
    (fault,) = faults(SITE_URL="https://guide.example", EXIT_URL="https://Guide.example/en/")
    assert fault == "EXIT_URL leads back to SITE_URL: give a page of another site"


def test_an_inspection_is_named_and_one_elsewhere_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two inspections, nobody gets one of them by chance."""
    name = Settings().content.name
    made = Settings.from_environment({"INSPECTION": name, "CONTENT": str(tmp_path)})
    assert made.content == tmp_path
    monkeypatch.setattr(settings, "INSPECTIONS", {**settings.INSPECTIONS, "another": tmp_path})
    assert faults() == [f"INSPECTION is not set: give one of: {name}, another"]
    (wrong,) = faults(INSPECTION="other")
    assert wrong.startswith("INSPECTION is 'other': give a name out of: ")
    assert Settings.from_environment({"INSPECTION": "another"}).content == tmp_path
    assert Settings.from_environment({"CONTENT": str(tmp_path)}).content == tmp_path


def test_only_a_folder_counts_as_an_inspection(tmp_path: Path) -> None:
    """What a person or a file browser leaves beside the inspections is none."""
    copy = tmp_path / "webapp/settings.py"
    (copy.parent / "content/inspections/one").mkdir(parents=True)
    for stray in ("README", ".DS_Store"):
        (copy.parent / "content/inspections" / stray).touch()
    (copy.parent / "content/inspections/.git").mkdir()
    copy.write_bytes(Path(settings.__file__).read_bytes())
    module = runpy.run_path(str(copy))
    assert [*module["INSPECTIONS"]] == ["one"]


def test_all_bad_values_are_named_at_once() -> None:
    """Nobody mends one setting only to meet the next."""
    found = faults(
        PORT="x",
        SITE_URL="x",
        HSTS="x",
        CONTENT="x",
        TRANSLATIONS="x",
        HANDOUTS="x",
        RELEASES="README.md",
        STATIC_HOST="x",
        WORKERS="x",
        BASE_PATH="/",
        EXIT_URL="x",
        CONTACT_URL="x",
        CONTACT_EMAIL="x",
        HOST="x y",
        INSPECTION="x",
    )
    assert sorted(fault.split()[0] for fault in found) == sorted(
        field.name.upper() for field in fields(Settings)
    )


@pytest.mark.parametrize(
    ("given", "contact"),
    [
        ({"CONTACT_URL": "https://guide.example/contact"}, "https://guide.example/contact"),
        ({"CONTACT_URL": "HTTPS://guide.example"}, "HTTPS://guide.example"),
        ({"CONTACT_EMAIL": "guide@council.example"}, "mailto:guide@council.example"),
        (
            {"CONTACT_URL": "https://a.example/", "CONTACT_EMAIL": "b@c.example"},
            "https://a.example/",
        ),
        ({}, ""),
    ],
)
def test_a_public_site_says_whom_to_tell_of_a_mistake(given: dict[str, str], contact: str) -> None:
    """Readers of a public site reach somebody; an operator who forgot that is warned."""
    made = Settings.from_environment({"SITE_URL": "https://guide.example", **given})
    assert made.contact == contact
    assert bool(made.missing) is (contact == "")
    assert Settings.from_environment(given).missing == ""


def test_every_setting_is_documented_in_the_readme() -> None:
    """The one table of the README holds each variable, its default and its meaning."""
    text = (ROOT / "README.md").read_text()
    table = text.partition("\n## Settings\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", table, re.MULTILINE)
    assert [name for name, _, _ in rows] == [field.name.upper() for field in fields(Settings)]
    for (_, default, says), setting in zip(rows, fields(Settings), strict=True):
        assert says
        assert default == _written(setting.default)


def _written(default: object) -> str:
    """Return a default as the table writes it."""
    if isinstance(default, Path):
        return f"`{default.relative_to(ROOT).as_posix()}`"
    if isinstance(default, bool):
        return f"`{int(default)}`"
    return f"`{default}`" if default != "" else "none"


def test_one_file_sets_server_build_and_export(tmp_path: Path) -> None:
    """Written as systemd and podman read it; the environment comes first; a slip is named."""
    path = tmp_path / "explainer.env"
    path.write_text("# ours\nSITE_URL=https://guide.example\nHSTS='1'\n\nWORKERS = 2\n")
    made = Settings.from_environment({"SETTINGS": str(path), "WORKERS": "3"})
    assert (made.site_url, made.hsts, made.workers) == ("https://guide.example", True, 3)
    path.write_text("\ufeffSITE_URL=https://guide.example\r\n")
    assert Settings.from_environment({"SETTINGS": str(path)}).site_url == "https://guide.example"
    for wrong, message in ((b"SITE_URL: x\n", "write NAME=value"), (b"\xf6", "a text in UTF-8")):
        path.write_bytes(wrong)
        with pytest.raises(SettingsError, match=message):
            Settings.from_environment({"SETTINGS": str(path)})
    with pytest.raises(SettingsError, match="Is a directory"):
        Settings.from_environment({"SETTINGS": str(tmp_path)})
    path.write_text("SITEURL=https://guide.example\nPORT=none\n")
    with pytest.raises(
        SettingsError, match=r"SITEURL, which is no setting[^$]*explainer.env: PORT is 'none'"
    ):
        Settings.from_environment({"SETTINGS": str(path)})
    path.write_text("PORT=1\n\nHSTS=1\nPORT=2\n")
    with pytest.raises(SettingsError, match=r"explainer.env sets PORT in lines 1 and 4"):
        Settings.from_environment({"SETTINGS": str(path)})
    with pytest.raises(SettingsError, match="SETTINGS is .*: give a file that exists"):
        Settings.from_environment({"SETTINGS": str(tmp_path / "other.env")})
