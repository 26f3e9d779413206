"""The ClearML server at the address's root: its web server with the apiserver behind `/api`.

Sources: clearml/clearml-server (`apiserver/services/login`, `docker/build/internal_files/clearml.conf.template`) and
clearml/clearml-web (`src/environments/base.ts`).
"""

from __future__ import annotations

import re
import uuid

from wizard.sandbox.answers import Answer, Request, html_answer, json_answer
from wizard.sandbox.state import ClearMLServer

_API = re.compile(r"/api/(?:v(\d+(?:\.\d+)?)/)?([a-z_]+\.[a-z_]+)/?")
_LATEST = "2.34"
_OPERATIONS = {"login.supported_modes": "supported_modes", "debug.ping": "ping"}


def operation_of(path: str) -> str:
    """The short name by which faults and records know a path."""
    if path == "/configuration.json":
        return "configuration"
    found = _API.fullmatch(path)
    return _OPERATIONS.get(found[2], "clearml") if found else "webapp"


def answer(server: ClearMLServer, request: Request) -> Answer:
    """Answer one request. A path that is neither the configuration nor the API is the web application's."""
    if request.path.startswith("/api/"):
        return _api(server, request)
    if request.method not in {"GET", "HEAD"}:
        return html_answer(405, "<html><head><title>405 Not Allowed</title></head><body></body></html>")
    if request.path == "/configuration.json":
        return json_answer(200, _configuration(server))
    return html_answer(200, _INDEX)


def _configuration(server: ClearMLServer) -> dict[str, object]:
    if server.enterprise:
        return {"enterpriseServer": True, "communityServer": False, "displayedServerUrls": {}, "loginFallback": False}
    return {"displayedServerUrls": {}}


def _api(server: ClearMLServer, request: Request) -> Answer:
    found = _API.fullmatch(request.path)
    asked = (found[1] or _LATEST) if found else _LATEST
    if found and found[2] == "login.supported_modes":
        return _envelope(found[2], asked, _supported_modes(server))
    if found and found[2] == "debug.ping":
        return _envelope(found[2], asked, {"msg": "ClearML server"})
    return _envelope("", asked, {}, 400, f"Invalid request path {request.path.removeprefix('/api')}")


def _supported_modes(server: ClearMLServer) -> dict[str, object]:
    return {
        "authenticated": False,
        "basic": {"enabled": False, "guest": {"enabled": False}},
        "server_errors": {"es_connection_error": False, "missed_es_upgrade": False},
        "sso": {},
        "sso_providers": [dict(provider) for provider in server.providers],
    }


def _envelope(name: str, version: str, data: dict[str, object], code: int = 200, message: str = "OK") -> Answer:
    transaction = uuid.uuid4().hex
    body = {
        "meta": {
            "id": transaction,
            "trx": transaction,
            "endpoint": {"name": name, "requested_version": version, "actual_version": "1.0"},
            "result_code": code,
            "result_subcode": 0,
            "result_msg": message,
            "error_stack": None,
            "error_data": {},
        },
        "data": data,
    }
    return json_answer(code, body).with_headers(("server", "clearml"))


_INDEX = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ClearML</title><base href="/"></head>
<body><sm-root></sm-root></body></html>
"""
