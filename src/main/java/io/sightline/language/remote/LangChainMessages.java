package io.sightline.language.remote;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import io.sightline.language.GenerationOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our messages and tools in LangChain4j's types, and its tool requests in ours. */
final class LangChainMessages {
  private LangChainMessages() {}

  static ChatRequest request(
      List<RemoteMessage> messages, ToolOffer tools, GenerationOptions options) {
    OpenAiChatRequestParameters.Builder parameters =
        OpenAiChatRequestParameters.builder()
            .temperature(options.temperature())
            .topP(options.topP())
            .maxOutputTokens(options.maxNewTokens())
            .seed((int) options.seed());
    if (!tools.tools().isEmpty()) {
      parameters.toolSpecifications(tools.tools().stream().map(LangChainMessages::tool).toList());
      parameters.toolChoice(tools.mayCall() ? ToolChoice.AUTO : ToolChoice.NONE);
    }
    return ChatRequest.builder()
        .messages(messages.stream().map(LangChainMessages::message).toList())
        .parameters(parameters.build())
        .build();
  }

  static ChatMessage message(RemoteMessage m) {
    return switch (m.role()) {
      case SYSTEM -> SystemMessage.from(m.text());
      case ASSISTANT -> assistant(m);
      case TOOL -> ToolExecutionResultMessage.from(asked(m.requests().getFirst()), m.text());
      case USER ->
          m.image() == null
              ? UserMessage.from(m.text())
              : UserMessage.from(TextContent.from(m.text()), ImageContent.from(m.image()));
    };
  }

  private static AiMessage assistant(RemoteMessage m) {
    if (m.requests().isEmpty()) {
      return AiMessage.from(m.text());
    }
    List<ToolExecutionRequest> asked = m.requests().stream().map(LangChainMessages::asked).toList();
    return m.text().isBlank() ? AiMessage.from(asked) : AiMessage.from(m.text(), asked);
  }

  private static ToolExecutionRequest asked(ToolRequest r) {
    return ToolExecutionRequest.builder()
        .id(r.id())
        .name(r.name())
        .arguments(r.arguments())
        .build();
  }

  /** What a model asked for; a server that gives no ids gets some. */
  static List<ToolRequest> requests(@Nullable AiMessage message) {
    if (message == null || !message.hasToolExecutionRequests()) {
      return List.of();
    }
    List<ToolExecutionRequest> all = message.toolExecutionRequests();
    return java.util.stream.IntStream.range(0, all.size())
        .mapToObj(i -> request(i, all.get(i)))
        .toList();
  }

  private static ToolRequest request(int number, ToolExecutionRequest r) {
    String id = r.id() == null || r.id().isBlank() ? "call_" + number : r.id();
    return new ToolRequest(
        id, r.name() == null ? "" : r.name(), r.arguments() == null ? "" : r.arguments());
  }

  private static ToolSpecification tool(RemoteTool t) {
    JsonObjectSchema.Builder schema = JsonObjectSchema.builder().additionalProperties(false);
    for (RemoteTool.Argument a : t.arguments()) {
      if (a.wholeNumber()) {
        schema.addIntegerProperty(a.name(), a.description());
      } else if (a.choices().isEmpty()) {
        schema.addStringProperty(a.name(), a.description());
      } else {
        schema.addEnumProperty(a.name(), a.choices(), a.description());
      }
    }
    schema.required(
        t.arguments().stream()
            .filter(RemoteTool.Argument::required)
            .map(RemoteTool.Argument::name)
            .toList());
    return ToolSpecification.builder()
        .name(t.name())
        .description(t.description())
        .parameters(schema.build())
        .build();
  }
}
