package io.sightline.report.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a remote generalist called, as the report or answer records it.
 *
 * @param name as the model wrote it
 * @param arguments a JSON object, or the text that was none
 * @param result null when the call gave nothing
 * @param error why it gave nothing; null when it gave something
 */
public record ToolCall(
    String name,
    Object arguments,
    @Nullable Map<String, Object> result,
    long latencyMs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {
  private static final int LONGEST = 160;

  public ToolCall {
    if ((result == null) == (error == null)) {
      throw new IllegalArgumentException("a call has either a result or an error");
    }
  }

  /** {@code measure {"finding":"mass"}}: safe to print, shortened. */
  public String asked() {
    Object what = arguments instanceof String text ? text : ReportJson.write(arguments);
    return plain(name) + " " + shortened(String.valueOf(what));
  }

  /** What it gave, or why it gave nothing, in a line that is safe to print, shortened. */
  public String answered() {
    return result == null ? "nothing: " + shortened(String.valueOf(error)) : given(result);
  }

  private static String given(Map<String, Object> result) {
    return shortened(ReportJson.write(result));
  }

  private static String shortened(String text) {
    String plain = plain(text);
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
  }

  /** Without characters that a terminal would obey: a model may write anything. */
  public static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
  }
}
