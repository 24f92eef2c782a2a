// Asks a Sightline server with OpenAI's own client for Node: whole, streamed, and wrongly. Arguments: base URL, token, study.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [base, token, study, modules] = process.argv.slice(2);
const OpenAI = createRequire(modules + "/")("openai");
const client = new OpenAI({ baseURL: base, apiKey: token, maxRetries: 0 });

const request = (question, options = {}) => ({
  model: "toy-answers",
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: question },
        { type: "image_url", image_url: { url: `sightline:study/${study}` } },
      ],
    },
  ],
  ...options,
});

const models = [];
for await (const model of client.models.list()) models.push(model.id);
assert.ok(models.includes("toy-answers"));

const text = "The mass measures 3.0 cm with a volume of 14.1 mL.";
const whole = await client.chat.completions.create(request("How big is the mass?"));
assert.equal(whole.choices[0].message.content, text);
assert.equal(whole.sightline.sentences[0].verdict.status, "supported");

let streamed = "";
const stream = await client.chat.completions.create(request("How big is the mass?", { stream: true }));
for await (const chunk of stream) streamed += chunk.choices[0]?.delta?.content ?? "";
assert.equal(streamed, text);

await assert.rejects(client.chat.completions.create(request("Is there a mass?", { n: 2 })), (e) => e.status === 400 && e.param === "n");

console.log("all good");
