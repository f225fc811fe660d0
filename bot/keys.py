"""What the parts of the web application share, by typed key."""

from aiohttp import web

from bot.worker import Worker
from storage.engine import Database

DATABASE = web.AppKey("database", Database)
WORKER = web.AppKey("worker", Worker)
