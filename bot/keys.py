"""What the parts of the web application share, by typed key."""

from aiohttp import web

from bot.metrics import Metrics
from bot.worker import Worker
from storage.engine import Database

DATABASE = web.AppKey("database", Database)
METRICS = web.AppKey("metrics", Metrics)
WORKER = web.AppKey("worker", Worker)
