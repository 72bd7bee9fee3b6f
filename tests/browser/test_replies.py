"""What can be done with a reply: have another, go on with it, hear it."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conversing import LONG, begin, field, say, send_button, sent, settled

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.browser]

VOICE = """() => {
    window.spoken = []
    speechSynthesis.speak = ({ text }) => window.spoken.push(text)
    speechSynthesis.cancel = () => { window.spoken = [] }
}"""


async def act(page: Page, what: str) -> None:
    """Choose from the menu of the first reply."""
    await page.get_by_role("button", name="More for reply 1").click()
    await page.get_by_role("button", name=what).click()


async def test_several_models_answer_side_by_side_and_one_goes_on(page: Page) -> None:
    await begin(page)
    await expect(page.get_by_role("button", name="Model: ")).not_to_contain_text("Loading")
    await field(page).fill("Boats, please")
    price = page.locator(".send-price")
    await expect(price).to_contain_text("$")
    alone = await price.inner_text()
    await page.get_by_role("button", name="Compare with another model").click()
    await page.get_by_role("combobox", name="Search models").fill("best")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("group", name="Compared models")).to_be_visible()
    await expect(price).not_to_have_text(alone)
    await send_button(page).click()

    keep = page.get_by_role("button", name="Keep this one")
    await expect(keep).to_have_count(2)
    await expect(page.locator(".reply[data-state=succeeded]")).to_have_count(2)
    await page.reload()
    await expect(keep).to_have_count(2)
    kept = await page.locator(".answer").nth(1).locator(".reply-model").inner_text()
    await keep.nth(1).click()
    await expect(keep).to_have_count(0)
    await expect(page.locator(".reply-model")).to_have_text([kept])
    await expect(page.locator(".versions-count")).to_have_text(re.compile("[12] / 2"))
    made = await page.context.request.get("/api/generations?kind=text")
    assert [each["cost_micros"] > 0 for each in (await made.json())["items"]] == [True, True]

    await say(page, "Go on")
    await expect(sent(page)).to_have_text(["Boats, please", "Go on"])


async def test_an_edited_message_has_versions_and_each_its_own_address(page: Page) -> None:
    await begin(page, "First wording")
    await page.get_by_role("button", name="Edit message 1").click()
    await page.locator(".message-editor textarea").fill("Second wording")
    await page.get_by_role("button", name="Send this version").click()
    await expect(sent(page)).to_have_text(["Second wording"])
    await settled(page, 1)
    await page.get_by_role("button", name="Previous version").click()
    await expect(page.locator(".versions-count")).to_have_text("1 / 2")
    await expect(sent(page)).to_have_text(["First wording"])
    await expect(page).to_have_url(re.compile(r"\?at="))
    address = page.url

    await page.goto(address.partition("?")[0])
    await expect(sent(page)).to_have_text(["First wording"])
    await page.get_by_role("button", name="Next version").click()
    await expect(sent(page)).to_have_text(["Second wording"])
    await page.goto(address)
    await expect(sent(page)).to_have_text(["First wording"])


async def test_another_model_can_be_asked_the_same(page: Page) -> None:
    await begin(page, "Boats, please")
    first = await page.locator(".reply-model").inner_text()
    await act(page, "Ask another model")
    await page.get_by_role("combobox", name="Search models").fill("claude")
    await page.keyboard.press("Enter")
    await expect(page.locator(".versions-count")).to_have_text("2 / 2")
    await settled(page, 1)
    await expect(page.locator(".reply-model")).not_to_have_text(first)


async def test_a_reply_that_was_cut_short_can_go_on(page: Page) -> None:
    await begin(page)
    body = {"prompt": LONG, "params": {"max_tokens": 20}}
    answer = await page.context.request.post(
        "/api/generations/text", data=body, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status == 202, await answer.text()
    await page.goto(f"/generate/text/{(await answer.json())['thread_id']}")
    await expect(page.get_by_text("It stopped at the longest answer allowed.")).to_be_visible()
    await page.get_by_role("button", name="Continue", exact=True).click()
    await expect(sent(page)).to_have_text([LONG, "Continued"])


async def test_a_reply_is_read_aloud_but_for_its_code(page: Page) -> None:
    await page.add_init_script(f"({VOICE})()")
    await begin(page, "Python code, please")
    await act(page, "Read aloud")
    spoken = await page.evaluate("window.spoken")
    assert spoken[0] == await page.locator(".prose > *").first.inner_text()
    assert await page.locator(".prose > figure.code").count() > 0
    assert not any("def " in line for line in spoken)
    await act(page, "Stop reading aloud")
    assert await page.evaluate("window.spoken") == []


async def test_a_shorter_reply_is_asked_for_as_the_next_message(page: Page) -> None:
    await begin(page, "Boats, please")
    await act(page, "Shorter")
    shorter = "Say the same in about half as many words."
    await expect(sent(page)).to_have_text(["Boats, please", shorter])
    await settled(page, 2)


async def test_a_reply_is_heard_sentence_by_sentence_while_it_is_written(page: Page) -> None:
    await page.add_init_script(f"({VOICE})()")
    await begin(page)
    await page.goto("/account")
    await page.get_by_role("switch", name="Say replies sentence by sentence").check()
    await page.goto("/generate/text")
    await say(page, LONG)
    await page.get_by_role("button", name="Read reply 1 aloud").click()
    announced = page.get_by_role("log").locator("p")
    await expect(announced.nth(1)).to_be_attached()
    await expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    await page.wait_for_function("spoken.length > 1")

    await page.get_by_role("button", name="Stop", exact=True).click()
    await expect(page.locator(".turn[data-state=cancelled]")).to_have_count(1)
    sentences = await announced.all_text_contents()
    assert await page.evaluate("spoken") == sentences
    # What was heard may not be drawn yet: it is drawn a little at a time.
    await expect(page.locator(".prose")).to_contain_text(sentences[-1])
    written = " ".join((await page.locator(".prose").inner_text()).split())
    assert all(each in written for each in sentences)
    assert written.endswith(sentences[-1])
    await act(page, "Stop reading aloud")
    assert await page.evaluate("spoken") == []


async def test_the_details_of_a_reply_say_what_it_took(page: Page) -> None:
    await begin(page, "Boats, please")
    await act(page, "Details")
    details = page.get_by_role("dialog", name="Reply 1")
    [made] = (await (await page.context.request.get("/api/generations")).json())["items"]
    took = f"{made['tokens']['prompt']:,} sent · {made['tokens']['completion']:,} written"
    await expect(details.locator("dd", has_text="written")).to_have_text(took)
    await expect(details).to_contain_text("Took")


async def test_the_last_message_can_be_deleted_and_brought_back(page: Page) -> None:
    await begin(page, "Boats, please")
    await page.get_by_role("button", name="More for reply 1").click()
    await expect(page.get_by_role("button", name="Delete message and reply")).to_have_count(0)
    await page.keyboard.press("Escape")
    await say(page, "And ships")
    await settled(page, 2)
    await page.get_by_role("button", name="More for reply 2").click()
    await page.get_by_role("button", name="Delete message and reply").click()
    await expect(sent(page)).to_have_text(["Boats, please"])
    await expect(page.get_by_role("button", name="More for reply 1")).to_be_focused()
    await page.get_by_role("button", name="Undo").click()
    await expect(sent(page)).to_have_text(["Boats, please", "And ships"])
    await page.reload()
    await expect(sent(page)).to_have_text(["Boats, please", "And ships"])


async def test_a_message_in_the_middle_takes_along_what_follows_and_nothing_else(
    page: Page,
) -> None:
    await begin(page, "Boats, please")
    for number, message in enumerate(("And ships", "And rafts"), 2):
        await say(page, message)
        await settled(page, number)
    await page.get_by_role("button", name="Edit message 2").click()
    await page.locator(".message-editor textarea").fill("And canoes")
    await page.get_by_role("button", name="Send this version").click()
    await expect(sent(page)).to_have_text(["Boats, please", "And canoes"])
    await settled(page, 2)
    await page.get_by_role("button", name="Previous version").click()
    await expect(sent(page)).to_have_text(["Boats, please", "And ships", "And rafts"])
    spent = (await (await page.context.request.get("/api/usage")).json())["spent_micros"]

    await page.get_by_role("button", name="More for reply 2").click()
    await page.get_by_role("button", name="Delete message and reply …").click()
    question = page.get_by_role("dialog", name="Delete what follows, too?")
    await expect(question).to_contain_text("1 later message answers to this one")
    await question.get_by_role("button", name="Cancel").click()
    await expect(sent(page)).to_have_count(3)
    await page.get_by_role("button", name="More for reply 2").click()
    await page.get_by_role("button", name="Delete message and reply …").click()
    await question.get_by_role("button", name="Delete 2 messages").click()
    await expect(sent(page)).to_have_text(["Boats, please", "And canoes"])
    await expect(page.get_by_role("button", name="More for reply 2")).to_be_focused()
    await expect(page.locator(".versions-count")).to_have_count(0)
    after = await (await page.context.request.get("/api/usage")).json()
    assert after["spent_micros"] == spent > 0

    await page.get_by_role("button", name="Undo").click()
    await expect(sent(page)).to_have_text(["Boats, please", "And ships", "And rafts"])
    await page.reload()
    await expect(sent(page)).to_have_text(["Boats, please", "And ships", "And rafts"])
