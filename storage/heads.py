"""Which deliveries are next: the oldest that is ready for each destination that is free. Looked for without locks."""

from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, String, TextualSelect, bindparam, text

from storage.tables import Utc
from storage.transaction import Transaction


class Among(NamedTuple):
    """Two ways of looking for the same: among the oldest rows, and among all."""

    oldest: TextualSelect
    all: TextualSelect


def oldest(tx: Transaction, which: Among, wanted: dict[str, Any]) -> list[Row[Any]]:
    """The oldest ready row of each free destination, as `destination`, `gated` and `id`, at most `wanted["limit"]`."""
    found = tx.execute(which.oldest, wanted).all()
    named = [row for row in found if row.id is not None]
    if len(named) == wanted["limit"] or found[0].looked_at < _OLDEST:
        return named
    return list(tx.execute(which.all, wanted).all())


#: So many of the oldest open rows are looked at first: usually all there are.
_OLDEST = 400
_FREE = """
  g.destination IS NULL
  OR ((g.next_at <= :now OR g.next_at > :absurd_delay)
      AND (g.lease_until IS NULL OR g.lease_until <= :now OR g.lease_until > :absurd_lease))
"""
# A row still `leased` at a free gate was left behind by a worker that vanished.
_READY = """
  o.state = 'leased' OR o.not_before IS NULL OR o.not_before <= :now
  OR (o.attempts > 0 AND o.not_before > :absurd_delay)
"""


def _candidates(query: str) -> TextualSelect:
    given = [bindparam(name, type_=Utc()) for name in ("now", "absurd_lease", "absurd_delay")]
    found = text(query).bindparams(*given, bindparam("limit", type_=Integer()))
    return found.columns(destination=String, gated=Integer, id=Integer, looked_at=Integer)


# A hundred thousand people told on one morning are as many destinations: the oldest rows name enough of them. There is
# always a row, for `looked_at` tells whether these were all.
def _among_oldest(which: str) -> TextualSelect:
    return _candidates(
        f"""
        WITH oldest AS (
          SELECT id, destination, state, not_before, attempts FROM outbox
          WHERE state IN ('waiting', 'leased') AND {which} ORDER BY id LIMIT {_OLDEST}
        ),
        heads AS (
          SELECT o.destination, max(CASE WHEN g.destination IS NULL THEN 0 ELSE 1 END) AS gated, min(o.id) AS id
          FROM oldest AS o LEFT JOIN gate AS g ON g.destination = o.destination
          WHERE ({_FREE}) AND ({_READY})
          GROUP BY o.destination
        )
        SELECT h.destination, h.gated, h.id, looked.at AS looked_at
        FROM (SELECT count(*) AS at FROM oldest) AS looked LEFT JOIN heads AS h ON 1 = 1
        ORDER BY h.id LIMIT :limit
        """  # noqa: S608 - of our own words only
    )


# Where those are not enough, as behind a long queue for one place: steps from destination to destination through the
# index of open rows, so the length of the queue costs nothing.
def _among_all(which: str) -> TextualSelect:
    return _candidates(
        f"""
        WITH RECURSIVE open(destination) AS (
          SELECT min(destination) FROM outbox WHERE state IN ('waiting', 'leased') AND {which}
          UNION ALL
          SELECT (SELECT min(o.destination) FROM outbox AS o
                  WHERE o.destination > open.destination AND o.state IN ('waiting', 'leased') AND {which})
          FROM open WHERE open.destination IS NOT NULL
        ),
        heads AS (
          SELECT open.destination, CASE WHEN g.destination IS NULL THEN 0 ELSE 1 END AS gated,
            (SELECT o.id FROM outbox AS o
             WHERE o.destination = open.destination AND o.state IN ('waiting', 'leased') AND {which} AND ({_READY})
             ORDER BY o.id LIMIT 1) AS id
          FROM open LEFT JOIN gate AS g ON g.destination = open.destination
          WHERE open.destination IS NOT NULL AND ({_FREE})
        )
        SELECT destination, gated, id, 0 AS looked_at FROM heads WHERE id IS NOT NULL ORDER BY id LIMIT :limit
        """  # noqa: S608 - of our own words only
    )


URGENT, BULK = (Among(_among_oldest(which), _among_all(which)) for which in ("NOT bulk", "bulk"))
