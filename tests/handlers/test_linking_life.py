"""Linking, unlinking, roles and decisions as a state machine: whatever order they come in, the promises hold."""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from handlers import linking, people, permissions, proposals
from handlers.errors import Refusal
from handlers.permissions import APPROVER, OFFICER
from handlers.rules import Rules
from handlers.states import State
from storage import core, ledger
from storage.engine import Database
from storage.vault import Vault
from tests.handlers.accounts import actor, decide, do, redeem, seen, submit
from tests.handlers.conftest import Practice

_NAMED = {
    OFFICER: (("slack", "U0RUTH"), ("teams", "ruth")),
    APPROVER: (("slack", "U0PRIYA"), ("teams", "priya"), ("teams", "lee")),
}
_SLACK, _TEAMS = ["slack:U0RUTH", "slack:U0PRIYA"], ["teams:ruth", "teams:priya", "teams:lee"]
ACCOUNTS = [*_SLACK, *_TEAMS]
_ACCOUNTS = st.sampled_from(ACCOUNTS)
_ROLES = st.sampled_from([APPROVER, OFFICER])


def _pick(accounts: list[str], seed: str) -> str:
    return accounts[ACCOUNTS.index(seed) % len(accounts)]


class Links(RuleBasedStateMachine):
    """Five accounts that may decide at first. The model knows which were ever linked, and nothing of people."""

    file: ClassVar[Path]
    clock: ClassVar[Any]

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        copied = shutil.copyfile(self.file, Path(self._folder.name) / "bot.db")
        self._db = Database.open(f"sqlite:///{copied}", Vault(b"k" * 32), self.clock)
        self._practice = Practice(self._db, Rules())
        self._ever = {account: {account} for account in ACCOUNTS}
        self._made: list[tuple[str, proposals.Proposal]] = []
        self._decided: dict[int, str] = {}
        self.start()
        self._everybody()

    def teardown(self) -> None:
        assert self._db.call(ledger.verify, None).ok
        self._db.close()
        self._folder.cleanup()

    @rule()
    def start(self) -> None:
        """The program starts again, and the configuration names the same accounts."""
        for role, accounts in _NAMED.items():
            self._db.call(permissions.seed, role, accounts)

    @rule(slack=st.sampled_from(_SLACK), teams=st.sampled_from(_TEAMS), other_way=st.booleans())
    def link(self, slack: str, teams: str, other_way: bool) -> None:
        maker, other = (teams, slack) if other_way else (slack, teams)
        roles = self._roles(maker) | self._roles(other)
        with contextlib.suppress(linking.AlreadyLinked):
            code = do(self._practice, maker, linking.make_code)
            assert isinstance(redeem(self._practice, other, code.text), linking.Linked)
            group = self._ever[maker] | self._ever[other]
            self._ever |= dict.fromkeys(group, group)
            assert self._roles(maker) == self._roles(other) <= roles

    @precondition(lambda self: self._decided)
    @rule(other_way=st.booleans())
    def link_author_and_approver(self, other_way: bool) -> None:
        """Whoever decided last turns out to be the author, if the two are on different platforms."""
        decided = list(self._decided)[-1]
        author = next(author for author, proposal in self._made if proposal.id == decided)
        slack, teams = sorted((author, self._decided[decided]))
        if slack in _SLACK and teams in _TEAMS:
            self.link(slack, teams, other_way)

    @precondition(lambda self: any(len(who.ids) == 2 for who in self._everybody().values()))
    @rule(account=_ACCOUNTS)
    def unlink(self, account: str) -> None:
        before = self._everybody()
        linked = [one for one, who in before.items() if len(who.ids) == 2]
        do(self._practice, _pick(linked, account), linking.unlink)
        assert all(who.roles <= before[one].roles for one, who in self._everybody().items())

    @rule(officer=_ACCOUNTS, account=_ACCOUNTS, role=_ROLES, own=st.booleans())
    def grant(self, officer: str, account: str, role: str, own: bool) -> None:
        officer = self._holder(OFFICER, officer)
        account = self._other(officer, account) if own else account
        with contextlib.suppress(Refusal):
            do(self._practice, officer, permissions.grant, seen(account), role)
            assert account not in self._ever[officer]

    @rule(officer=_ACCOUNTS, account=_ACCOUNTS, role=_ROLES)
    def revoke(self, officer: str, account: str, role: str) -> None:
        with contextlib.suppress(Refusal):
            do(self._practice, self._holder(OFFICER, officer), permissions.revoke, seen(account), role)
            assert role not in self._roles(account)

    @rule(author=_ACCOUNTS, approver=_ACCOUNTS, own=st.booleans())
    def work(self, author: str, approver: str, own: bool) -> None:
        """Somebody proposes, and somebody tries to approve it at once."""
        self._made.append((author, submit(self._practice, author, f"form-{len(self._made)}")))
        self.approve(approver, -1, own)

    @precondition(lambda self: self._made)
    @rule(account=_ACCOUNTS, which=st.integers(-3, -1), own=st.booleans())
    def approve(self, account: str, which: int, own: bool) -> None:
        """An approver, or with `own` somebody ever linked with the author, tries to approve."""
        author, proposal = self._made[max(which, -len(self._made))]
        account = self._other(author, account) if own else self._holder(APPROVER, account)
        waiting = self._practice.standing(proposal).state is State.IN_REVIEW
        with contextlib.suppress(Refusal):
            decide(self._practice, account, proposal)
            if waiting:
                assert author not in self._ever[account]
                self._decided[proposal.id] = account

    def _other(self, account: str, seed: str) -> str:
        """Another account ever linked with this one, if there is one."""
        return _pick(sorted(self._ever[account] - {account}) or [account], seed)

    def _holder(self, role: str, seed: str) -> str:
        """An account with a role."""
        return _pick([account for account, who in self._everybody().items() if role in who.roles], seed)

    def _roles(self, account: str) -> frozenset[str]:
        return actor(self._practice, account).roles

    def _everybody(self) -> dict[str, people.Actor]:
        return self._db.call(lambda tx: {account: people.recognise(tx, seen(account)) for account in ACCOUNTS})

    @invariant()
    def no_approval_stands_of_anyone_ever_linked_to_the_author(self) -> None:
        for author, proposal in self._made:
            if self._practice.standing(proposal).state is State.APPROVED:
                assert self._decided[proposal.id] not in self._ever[author]

    @invariant()
    def every_role_has_a_holder_with_an_account(self) -> None:
        reachable = {who.id for who in self._everybody().values()}
        for role in (APPROVER, OFFICER):
            held = {holder.person_id for holder in self._db.call(permissions.holders, role)}
            assert held
            assert held <= reachable

    @invariant()
    def every_account_is_one_persons_and_nobody_has_two_on_a_platform(self) -> None:
        rows = self._db.call(lambda tx: tx.execute(select(core.identity)).all())
        assert len(rows) == len(ACCOUNTS)
        assert len({(row.person_id, row.platform) for row in rows}) == len(rows)
        ids = {who.id: who.ids for who in self._everybody().values()}
        assert sorted(id for of_one in ids.values() for id in of_one) == sorted(row.home_id for row in rows)


def test_linking_in_any_order(migrated_file: Path, clock: Any) -> None:
    """Roles keep a holder, nobody decides on work of anyone ever linked to them, every account is one person's."""
    machine = type("TheLinks", (Links,), {"file": migrated_file, "clock": clock})
    quick = settings(
        max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(machine, settings=quick)
