"""Launch buttons and links of hubs follow from one address, and without it nothing points anywhere."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from scratch import ROOT
from what_scale_buys import __main__ as commands
from what_scale_buys.book import downloads, places

HOME = "https://github.com/who/what"
PAGE = "chapters/02_flattening_curve"


class Page:
    """What Sphinx gives to a hook: the application and the page's context."""

    def __init__(self, root):
        self.srcdir = root
        source = {"label": "download-source-button", "url": "_sources/x.ipynb"}
        self.context = {
            "page_source_suffix": ".ipynb",
            "pathto": lambda name, _: f"../{name}",
            "header_buttons": [{"label": "download-buttons", "buttons": [source]}],
        }

    def buttons(self):
        downloads.buttons(self, PAGE, "page.html", self.context, None)
        return {
            b["text"] if "text" in b else b["label"]: b["url"]
            for g in self.context["header_buttons"]
            for b in g["buttons"]
        }


def root_with(tmp_path, repository):
    (tmp_path / "_config.yml").write_text(yaml.safe_dump({"title": "T"} | repository), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("repository", [{}, {"repository": {"url": ""}}, {"repository": None}])
def test_without_an_address_nothing_is_launched_and_the_download_stays(tmp_path, repository):
    found = Page(root_with(tmp_path, repository)).buttons()
    assert found == {
        "download-source-button": f"../downloads/{PAGE}.ipynb",
        ".zip": "../downloads/what-scale-buys-notebooks.zip",
    }


def test_one_address_makes_all_buttons(tmp_path):
    found = Page(root_with(tmp_path, {"repository": {"url": f"{HOME}/"}})).buttons()
    assert (
        found["Binder"]
        == "https://mybinder.org/v2/gh/who/what/notebooks?urlpath=lab%2Ftree%2Fchapters%2F02_flattening_curve.ipynb"
    )
    assert found["Colab"] == f"https://colab.research.google.com/github/who/what/blob/notebooks/{PAGE}.ipynb"


def test_another_host_is_launched_by_its_address():
    found = places.launchers("https://git.example.org/who/what", "index.ipynb")
    assert found == {
        "Binder": "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fwho%2Fwhat/notebooks?urlpath=lab%2Ftree%2Findex.ipynb"
    }


def test_the_link_for_a_hub_says_what_to_fetch_and_what_to_open():
    link = urlsplit(places.hub_link("https://hub.example.org/", HOME))
    assert (link.netloc, link.path) == ("hub.example.org", "/hub/user-redirect/git-pull")
    asked = {name: value for name, (value,) in parse_qs(link.query).items()}
    assert asked == {"repo": HOME, "branch": "notebooks", "urlpath": "lab/tree/what/index.ipynb"}


def test_the_command_prints_the_link_or_says_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(root_with(tmp_path, {"repository": {"url": HOME}}))
    commands.main(["hub", "https://hub.example.org"])
    assert capsys.readouterr().out.startswith("https://hub.example.org/hub/user-redirect/git-pull?repo=")
    root_with(tmp_path, {})
    with pytest.raises(SystemExit, match="repository: url"):
        commands.main(["hub", "https://hub.example.org"])


def test_the_commands_want_the_folder_of_the_book(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        commands.main(["book"])
    assert "_config.yml" in capsys.readouterr().err


def test_every_command_of_the_readme_is_one():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {
        words.split()[0]
        for words in readme.split("python -m what_scale_buys ")[1:]
        for words in [words.replace("`", " ")]
    }
    assert named
    assert named <= set(commands.COMMANDS)


def test_lab_opens_the_front_page_of_copies_and_tells_jupyter_its_settings(monkeypatch, tmp_path):
    called = []
    monkeypatch.setattr("subprocess.call", lambda words, env: called.append((words, env)) or 0)
    monkeypatch.setattr("what_scale_buys.book.editions.write", lambda *_: called.append("written"))
    monkeypatch.chdir(root_with(tmp_path, {}))
    assert commands.main(["lab"]) == 0
    written, (words, environment) = called
    assert written == "written"
    assert "--LabApp.default_url=/lab/tree/index.ipynb" in words
    folder = environment["JUPYTER_CONFIG_PATH"].split(":")[0].split(";")[0]
    assert folder == str(commands.SETTINGS)
    settings = json.loads((commands.SETTINGS / "labconfig" / "default_setting_overrides.json").read_text("utf-8"))
    assert settings["@jupyterlab/notebook-extension:tracker"]["windowingMode"] == "none"
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
