"""Asks a Sightline server with OpenAI's own client: whole, streamed, and wrongly. Arguments: base URL, token, study."""

import sys

import openai

base, token, study = sys.argv[1:4]
client = openai.OpenAI(base_url=base, api_key=token, max_retries=0)


def ask(question, **options):
    content = [{"type": "text", "text": question}, {"type": "image_url", "image_url": {"url": f"sightline:study/{study}"}}]
    return client.chat.completions.create(model="toy-answers", messages=[{"role": "user", "content": content}], **options)


assert "toy-answers" in [m.id for m in client.models.list()]
assert client.models.retrieve("toy-mr").id == "toy-mr"

whole = ask("How big is the mass?", seed=1, temperature=0, max_tokens=100)
text = "The mass measures 3.0 cm with a volume of 14.1 mL."
assert whole.choices[0].message.content == text, whole
assert whole.choices[0].finish_reason == "stop"
assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
assert whole.model_extra["sightline"]["sentences"][0]["verdict"]["status"] == "supported"

chunks = list(ask("How big is the mass?", stream=True, stream_options={"include_usage": True}))
assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == text
assert chunks[-1].usage.prompt_tokens == 7

for wrong, error in (({"n": 2}, openai.BadRequestError), ({"stop": ["a"] * 5}, openai.BadRequestError)):
    try:
        ask("Is there a mass?", **wrong)
        raise SystemExit(f"{wrong} was taken")
    except error as e:
        assert e.type == "invalid_request_error" and e.param in wrong, e

try:
    client.models.retrieve("gpt")
    raise SystemExit("an unknown model was found")
except openai.NotFoundError as e:
    assert e.code == "model_not_found", e

try:
    openai.OpenAI(base_url=base, api_key="wrong", max_retries=0).models.list()
    raise SystemExit("a wrong token was taken")
except openai.AuthenticationError:
    pass

print("all good")
