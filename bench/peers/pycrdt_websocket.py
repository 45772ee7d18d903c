# mypy: ignore-errors
"""pycrdt-websocket with its SQLite store, on uvicorn: HOST, PORT, STORE (a file)."""

import asyncio
import contextlib
import os

import uvicorn
from pycrdt.store import SQLiteYStore, YDocNotFound
from pycrdt.websocket import ASGIServer, WebsocketServer, YRoom


class Store(SQLiteYStore):
    db_path = os.environ["STORE"]


class Rooms(WebsocketServer):
    """Rooms that load their document from the store, as Jupyter's do."""

    async def get_room(self, name: str) -> YRoom:
        if name not in self.rooms:
            room = self.rooms[name] = YRoom(ready=False, ystore=Store(path=name))
            await self.start_room(room)
            await room.ystore.started.wait()
            with contextlib.suppress(YDocNotFound):
                await room.ystore.apply_updates(room.ydoc)
            room.ready = True
        room = self.rooms[name]
        await room.ready_event.wait()
        return room


async def main() -> None:
    async with Rooms() as rooms:
        config = uvicorn.Config(
            ASGIServer(rooms), host=os.environ["HOST"], port=int(os.environ["PORT"]), log_level="warning"
        )
        await uvicorn.Server(config).serve()


asyncio.run(main())
