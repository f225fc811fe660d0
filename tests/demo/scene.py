"""A stand-in that behaves enough like our bot for its page to be used: a form, a card that is decided, a gallery."""

from typing import Any

from bot.demo import Workspace
from bot.demo.teams.practice import COMPLIANCE, GENERAL, MARKETING
from tests.demo import gallery
from tests.demo.standin import Connector, Json, StandIn, attachment, form, shown

_PRACTICE = "U0MAYA"


async def gallery_bot(space: Workspace, bot: StandIn, connector: Connector) -> None:
    """Gives the stand-in its answers."""
    conversations = space.teams.world.conversations

    def submitted(heard: Json) -> Any:
        data = heard["value"]["data"]
        if "free" in data["text"].lower():
            said = gallery.text("Facebook does not take “free” here. Say what it costs.", color="attention")
            values = {name: value for name, value in data.items() if name != "nonce"}
            return form(gallery.propose(said, **values), "Propose a post")
        return {"task": {"type": "message", "value": "P-1006 is in review. You will hear from it here."}}

    async def decided(heard: Json) -> Any:
        name, verb = heard["from"]["name"], heard["value"]["action"]["verb"]
        if verb == "proposal.history":
            history = gallery.text("Proposed by Maya Lindqvist, revision 2.")
            return shown(gallery.card(history, actions=[gallery.execute("Back", "proposal.back")]))
        if verb not in ("proposal.approve", "proposal.reject"):
            words = "Nothing to do: this is a stand-in."
            return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}
        state = {"proposal.approve": "Approved", "proposal.reject": "Rejected"}[verb]
        card = gallery.review(state, decided=f"{state} by {name}.")
        place = next(one.id for one in conversations.values() if one.message(heard["replyToId"]))
        path = f"v3/conversations/{place}/activities/{heard['replyToId']}"
        await connector.call("PUT", path, {"type": "message", "attachments": [attachment(card)]})
        return shown(card)

    async def spoken(heard: Json) -> None:
        words = f"**Imprimatur** heard: _{heard.get('text', 'a button').strip()}_\n\n- `help`\n- queue\n- mine"
        await connector.post(heard["conversation"]["id"], {"type": "message", "text": words})

    opened = form(gallery.propose(), "Propose a post")
    bot.on |= {
        "composeExtension/fetchTask": lambda _heard: opened,
        "task/fetch": lambda _heard: opened,
        "composeExtension/submitAction": submitted,
        "task/submit": submitted,
        "adaptiveCard/action": decided,
        "message": spoken,
    }


async def fill(space: Workspace, connector: Connector) -> None:
    """What people find: talk, a card that waits and one that was decided, the gallery in Maya's chat."""
    teams = space.teams
    where = {key: one.id for key, one in teams.world.conversations.items()}
    await teams.say("U0RUTH", "From today every post goes through Imprimatur before it is online.", GENERAL)
    await teams.say("U0SAM", "Pictures from Tuesday are in the shared folder.", MARKETING)
    await connector.post_card(where[COMPLIANCE], gallery.review("Approved", "P-1003", "Approved by Jonah Adler."))
    await connector.post_card(where[COMPLIANCE], gallery.review())
    for shown_card in gallery.GALLERY.values():
        await connector.post_card(where[_PRACTICE], shown_card)
    await teams.say(_PRACTICE, "help")
    await connector.post_card(where[_PRACTICE], gallery.WELCOME)
