package io.sightline.report.tool;

import io.sightline.language.remote.RemoteTool;
import io.sightline.language.remote.ToolOffer;
import io.sightline.language.remote.ToolRequest;
import io.sightline.report.document.ReportJson;
import io.sightline.report.document.ToolCall;
import io.sightline.shared.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls of one turn or draft: counted, timed, recorded. Whatever a model asks for, it gets a
 * short answer; nothing that it writes fails the turn. One turn, one thread.
 */
public final class ToolSession {
  private final Map<String, Tool> tools = new HashMap<>();
  private final List<RemoteTool> offered = new ArrayList<>();
  private final ToolLimits limits;
  private final ToolSubject subject;
  private final Cancellation cancellation;
  private final List<ToolCall> calls = new ArrayList<>();
  private final Set<Map.Entry<String, Object>> given = new HashSet<>();
  private ToolFinds found;
  private long spentNanos;

  ToolSession(List<Tool> all, ToolLimits limits, ToolSubject subject, Cancellation cancellation) {
    this.limits = limits;
    this.subject = subject;
    this.cancellation = cancellation;
    this.found = subject.found();
    for (Tool tool : all) {
      tool.offer(at(cancellation))
          .filter(spec -> !subject.unwanted().contains(spec.name()))
          .ifPresent(
              spec -> {
                offered.add(spec);
                tools.put(spec.name(), tool);
              });
    }
  }

  private ToolCase at(Cancellation own) {
    return new ToolCase(subject, found, own);
  }

  /** For the next request to the model. */
  public ToolOffer offer() {
    return new ToolOffer(offered, mayCall());
  }

  /** Whether a call is left. */
  public boolean mayCall() {
    return !offered.isEmpty() && calls.size() < limits.calls();
  }

  public List<ToolCall> calls() {
    return List.copyOf(calls);
  }

  /** What was there before, and what the calls so far brought. */
  public ToolFinds found() {
    return found;
  }

  /**
   * Does what the model asks for, or says why not.
   *
   * @return the call, recorded already
   * @throws io.sightline.shared.ProblemException {@code cancelled} when the caller's work was
   */
  public ToolCall call(ToolRequest request) {
    long start = System.nanoTime();
    Object arguments = ToolArguments.shortened(request.arguments());
    ToolCall call;
    try {
      if (calls.size() >= limits.calls()) {
        throw new ToolRefusal("no call is left in this turn; answer now with what you have");
      }
      ToolArguments read = ToolArguments.read(request.arguments());
      arguments = read.recorded();
      Map<String, Object> value = run(request.name(), read);
      call = new ToolCall(request.name(), arguments, value, ms(start), null);
    } catch (ToolRefusal e) {
      call = new ToolCall(named(request), arguments, null, ms(start), e.reason());
    }
    spentNanos += System.nanoTime() - start;
    calls.add(call);
    return call;
  }

  private static String named(ToolRequest request) {
    String plain = ToolCall.plain(request.name());
    return plain.length() > 64 ? plain.substring(0, 64) : plain;
  }

  private Map<String, Object> run(String name, ToolArguments arguments) {
    Tool tool = tools.get(name);
    if (tool == null) {
      throw new ToolRefusal("there is no such tool; there are " + String.join(", ", names()));
    }
    Map.Entry<String, Object> call = Map.entry(name, arguments.recorded());
    if (given.contains(call)) {
      throw new ToolRefusal("this was asked before in this turn; its result stands above");
    }
    Duration left = limits.time().minusNanos(spentNanos);
    ToolResult result =
        TimedCall.run(name, left, cancellation, own -> tool.run(arguments, at(own)));
    found = result.found();
    given.add(call);
    return result.value();
  }

  private List<String> names() {
    return offered.stream().map(RemoteTool::name).toList();
  }

  /** What the model gets to read of a call. */
  public static String json(ToolCall call) {
    return ReportJson.write(
        call.result() == null ? Map.of("error", String.valueOf(call.error())) : call.result());
  }

  private static long ms(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
