"""What is wrong with a receiver's settings is said at once, before anything listens."""

import json
from pathlib import Path

import pytest
from receiving import MAILGUN, PASSWORD, POSTMARK, SHOP, SIGNING_KEY, Sendgrid, settings_of

from ingest.kinds import option_models
from ingest.receive import endpoints_of, listening
from ingest.run import ingest
from sql.desk import Desk
from sql.settings import Receiver, load
from sql.trouble import Misuse, Trouble

TOPIC = "arn:aws:sns:eu-central-1:123456789012:order-mails"


@pytest.fixture
def faults(tmp_path):
    """The lines that settings with this text give."""

    def told(text: str) -> list[str]:
        path = tmp_path / "trackrecord.toml"
        path.write_text(SHOP + text)
        with pytest.raises(Misuse) as caught:
            load(path, option_models())
        return str(caught.value).splitlines()[1:]

    return told


def test_c05_all_faults_of_the_receiver_are_listed_at_once(faults):
    text = MAILGUN + 'window = "8d"\n' + (
        f'[sources.ses]\nkind = "ses"\nspool = "s"\ntopics = ["{TOPIC}", "arn:aws:sqs:x:1:y"]\n'
        '[sources.grid]\nkind = "sendgrid"\nspool = "g"\npublic_key = "AAAA"\n'
        '[receiver]\nport = 99999\nmax_body = 5\nrate = 0\naddress = "shop.example"\n'
        'proxies = ["10.0.0.0/33"]\nadress = "::1"\n'
    )
    assert sorted(faults(text)) == sorted([
        "[sources.mail] window: out of range; allowed up to 7d",
        "[sources.ses] topics.1: must be the ARN of a topic: arn:aws:sns:REGION:ACCOUNT:NAME",
        "[sources.grid] public_key: must be the verification key as SendGrid shows it, in base64",
        "top of the file: receiver.port: 99999 is out of range; allowed from 1 up to 65535",
        "top of the file: receiver.max_body: 5 is out of range; allowed from 1024 up to 67108864",
        "top of the file: receiver.rate: 0 is out of range; allowed from 0.1 up to 100000",
        "top of the file: receiver.address: must be an IP address of this machine, such as"
        " 127.0.0.1",
        "top of the file: receiver.proxies.0: must be an IP address or network, such as 10.0.0.7"
        " or 10.0.0.0/24",
        "top of the file: receiver.adress: no such key; did you mean address?",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ('kind = "mailgun"', "signing_key"), ('kind = "sendgrid"', "public_key"),
        ('kind = "ses"', "topics"), ('kind = "postmark"', "user and password"),
    ],
)  # fmt: skip
def test_nobody_delivers_without_proof(tmp_path, monkeypatch, source, missing):
    monkeypatch.setenv("SIGNING_KEY", SIGNING_KEY)
    settings = settings_of(tmp_path, f'[sources.x]\n{source}\nspool = "x"\n' + MAILGUN)
    told: list[str] = []
    assert [one.name for one in endpoints_of(settings, told.append)] == ["mail"]
    assert told == [f"x: not served; to receive into its spool, add {missing}"]


@pytest.mark.parametrize(("given", "missing"), [("user", "password"), ("password", "user")])
def test_half_a_proof_is_none(faults, given, missing):
    (line,) = faults(f'[sources.x]\nkind = "postmark"\nspool = "x"\n{given} = "env:X"\n')
    assert line == f"[sources.x] whoever calls must prove it; add {missing}"


def test_a_header_and_its_secret_go_together(faults):
    (line,) = faults(POSTMARK + 'header = "X-Shop"\n')
    assert line == "[sources.post] header and header_secret go together; add the other one"


@pytest.mark.parametrize("key", ["signing_key", "old_signing_key", "header_secret", "password"])
def test_c04_a_secret_in_the_settings_is_refused_and_not_repeated(faults, key):
    kind = "postmark" if key in ("header_secret", "password") else "mailgun"
    said = faults(f'[sources.x]\nkind = "{kind}"\n{key} = "canary-7Q"\n')
    assert f'[sources.x] {key}: a secret; write "env:NAME" or "file:PATH"' in said
    assert not any("canary" in line for line in said)


def test_c08_two_sources_into_one_spool_are_refused(faults):
    again = MAILGUN.replace("sources.mail", "sources.more")
    (line,) = faults(MAILGUN + again)
    assert line.startswith("[sources.more] spool: ") and line.endswith("by [sources.mail] too")


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7"])
def test_beyond_this_machine_only_a_named_proxy_may_connect(faults, tmp_path, address):
    (line,) = faults(f'[receiver]\naddress = "{address}"\n')
    assert f"{address} is open to others" in line and "proxies" in line
    settings = settings_of(tmp_path, MAILGUN, address=address, proxies=["192.0.2.1"])
    assert settings.receiver.address == address


def test_spools_and_keys_are_found_from_anywhere(tmp_path):
    text = MAILGUN.replace("env:SIGNING_KEY", "file:mailgun.key")
    ses = f'[sources.ses]\nkind = "ses"\nspool = "s"\ncertificates = "c"\ntopics = ["{TOPIC}"]\n'
    sources = settings_of(tmp_path, text + ses).sources
    assert json.loads(sources["mail"].model_dump_json(include={"spool", "signing_key"})) == {
        "spool": f"{tmp_path}/mail", "signing_key": f"file:{tmp_path}/mailgun.key"}  # fmt: skip
    assert str(sources["ses"].certificates) == f"{tmp_path}/c"


def test_c02_every_missing_secret_is_named_at_once_and_none_is_shown(tmp_path, monkeypatch):
    monkeypatch.delenv("SIGNING_KEY", raising=False)
    monkeypatch.setenv("HOOK_PASSWORD", "")
    with pytest.raises(Misuse) as caught:
        endpoints_of(settings_of(tmp_path, MAILGUN + POSTMARK + Sendgrid().source()), print)
    assert str(caught.value).splitlines() == [
        "[sources.mail] signing_key: the environment variable SIGNING_KEY is not set; set it and"
        " start again",
        "[sources.post] password: the environment variable HOOK_PASSWORD is empty; set it and"
        " start again",
    ]


def test_what_only_callers_must_prove_is_needed_by_no_reading(tmp_path, monkeypatch):
    monkeypatch.delenv("SIGNING_KEY", raising=False)
    monkeypatch.delenv("HOOK_PASSWORD", raising=False)
    (tmp_path / "mail").mkdir()
    (tmp_path / "post").mkdir()
    olds = 'old_signing_key = "env:SIGNING_KEY"\n', 'header_secret = "env:HOOK_PASSWORD"\n'
    text = f'{MAILGUN}{olds[0]}{POSTMARK}header = "X-Shop"\n{olds[1]}'
    settings = settings_of(tmp_path, text)
    results = ingest(settings, Desk(settings.desk_url))
    assert [(one.source, one.trouble) for one in results] == [("mail", None), ("post", None)]


def test_without_a_source_to_serve_nothing_starts(tmp_path):
    with pytest.raises(Misuse, match="no source can receive; add spool = FOLDER"):
        endpoints_of(settings_of(tmp_path, ""), print)


def test_a_port_in_use_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNING_KEY", SIGNING_KEY)
    monkeypatch.setenv("HOOK_PASSWORD", PASSWORD)
    settings = settings_of(tmp_path, MAILGUN)
    with listening(settings.receiver), pytest.raises(Trouble) as caught:
        listening(settings.receiver)
    port = settings.receiver.port
    assert str(caught.value) == (
        f"[receiver] 127.0.0.1 port {port}: Address already in use; set another port, or end what"
        " listens there"
    )
    assert caught.value.exit_code == 1


def test_the_live_events_of_the_readme_are_served_as_they_stand_there(tmp_path, monkeypatch):
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    section = readme.split("## Live events")[1].split("\n## ")[0]
    text = "\n".join(line[4:] for line in section.splitlines() if line.startswith("    "))
    path = tmp_path / "trackrecord.toml"
    path.write_text(SHOP + text.replace("PUBLIC_KEY", Sendgrid().public, 1))
    monkeypatch.setenv("MAILGUN_SIGNING_KEY", SIGNING_KEY)
    monkeypatch.setenv("POSTMARK_PASSWORD", PASSWORD)
    settings = load(path, option_models())
    names = [one.name for one in endpoints_of(settings, print)]
    assert names == ["ses", "sendgrid", "mailgun", "postmark"]
    assert settings.receiver == Receiver()  # the defaults, as it says
    assert settings.sources["ses"].confirm
