"""Work that is done together: what arrives while one lot is being done makes up the next (up to 64), each lot in one call of a thread."""
from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

MOST = 64
Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class Group(Generic[Asked, Answered]):
    """``work`` gets a list and gives as many answers, in order; an answer that is an exception is raised where it was asked for."""

    def __init__(self, work: Callable[[list[Asked]], Sequence[Answered | Exception]]) -> None:
        self._work = work
        self._waiting: asyncio.Queue[tuple[Asked, asyncio.Future[Answered]]] = asyncio.Queue()

    async def ask(self, asked: Asked) -> Answered:
        """The answer, once its lot was done. Raises what ``work`` answered or raised."""
        done: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        await self._waiting.put((asked, done))
        return await done

    async def run(self) -> None:
        """Do lot after lot until cancelled."""
        while True:
            lot = [await self._waiting.get()]
            while len(lot) < MOST and not self._waiting.empty():
                lot.append(self._waiting.get_nowait())
            lot = [one for one in lot if not one[1].done()]  # whoever asked has gone
            for (_, done), answer in zip(lot, await self._try([asked for asked, _ in lot]), strict=True):
                if done.done():
                    continue
                if isinstance(answer, Exception):
                    done.set_exception(answer)
                else:
                    done.set_result(answer)

    async def _try(self, lot: list[Asked]) -> Sequence[Answered | Exception]:
        try:
            return await asyncio.to_thread(self._work, lot)
        except Exception as error:  # whatever it is, whoever asked is told, and the next lot is done
            return [error] * len(lot)
