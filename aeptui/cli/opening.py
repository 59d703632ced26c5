"""Opens the session that a command works in: which profile, which sandbox, which stores."""

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aeptui.cli.endings import CommandError, Status
from aeptui.cli.local import DEMO, demo_platform, refuse_missing_profile
from aeptui.credentials.profiles import Profile, from_environment
from aeptui.session import Session
from aeptui.store.paths import Paths, user_paths

if TYPE_CHECKING:
    from aeptui.credentials.secrets import KeptToken
    from aeptui.services.http import HttpClient


@contextmanager
def chosen_profile(options: argparse.Namespace, paths: Paths) -> Iterator[Profile]:
    """The profile of this command: ``--profile`` wins over the environment's credential, that over ``AEPTUI_PROFILE``.

    The application begins, where none of these is given, with the saved profile that was used last in it. The profile
    ``demo`` brings its platform with it for the block. Raises CommandError and ProfileError.
    """
    named: str | None = options.profile
    profile = None if named else from_environment(os.environ)
    named = named or os.environ.get("AEPTUI_PROFILE")
    if profile is not None:
        yield _in_sandbox(profile, options.sandbox)
    elif named == DEMO:
        with demo_platform(paths) as demo:
            yield _in_sandbox(demo, options.sandbox)
    else:
        yield _in_sandbox(_saved(named, paths, application=options.command is None), options.sandbox)


@asynccontextmanager
async def opened(profile: Profile, options: argparse.Namespace, paths: Paths) -> AsyncIterator[Session]:
    """A session of the profile; its client and store are closed at the end. Raises CommandError."""
    from aeptui.services.platform import Platform
    from aeptui.store.database import Database

    kept = await asyncio.to_thread(_kept_token, profile) if profile.keyring else None
    client = _client(profile, options, kept)
    home = demo_home(paths) if profile.name == DEMO else paths
    async with Platform(client) as platform:
        database = Database(home.database)
        try:
            yield Session(profile, home, database, platform)
        finally:
            database.close()
            if kept is not None:
                await asyncio.to_thread(kept.finish)


def demo_home(paths: Paths) -> Paths:
    """The demo keeps its journal beside its platform, so that a reset takes both."""
    return paths.within(paths.demo)


def here() -> Paths:
    """The folders of this user."""
    return user_paths()


def _client(profile: Profile, options: argparse.Namespace, kept: "KeptToken | None") -> "HttpClient":
    from aeptui.services.auth import Credentials
    from aeptui.services.endpoint import Endpoint
    from aeptui.services.http import HttpClient
    from aeptui.services.record import Recorder

    scopes = tuple(scope.strip() for scope in profile.scopes.split(",") if scope.strip())
    try:
        credentials = Credentials(profile.client_id, profile.client_secret, scopes, profile.access_token)
        endpoint = Endpoint(profile.platform_url, profile.ims_url)
        return HttpClient(
            endpoint,
            credentials,
            org_id=profile.org_id,
            sandbox=profile.sandbox,
            read_only=options.read_only,
            recorder=Recorder(Path(options.record)) if options.record else None,
            token_store=kept,
        )
    except ValueError as error:
        raise CommandError(f"Profile {profile.name}: {error}", Status.NOT_ALLOWED) from error


def _kept_token(profile: Profile) -> "KeptToken":
    from aeptui.credentials.secrets import KeptToken, Secrets

    return KeptToken(Secrets(), profile)


def _saved(name: str | None, paths: Paths, *, application: bool) -> Profile:
    from aeptui.operations.profiles import Profiles

    profiles = Profiles(paths, os.environ)
    # What a person did last on a screen must not decide where a script works.
    name = name or (profiles.last() if application else None)
    if name is None:
        raise refuse_missing_profile(None)
    return profiles.ready(name)


def _in_sandbox(profile: Profile, sandbox: str | None) -> Profile:
    return replace(profile, sandbox=sandbox) if sandbox else profile
