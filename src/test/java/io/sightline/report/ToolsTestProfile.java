package io.sightline.report;

import static io.sightline.report.ScriptedOpenAi.calls;
import static io.sightline.report.ScriptedOpenAi.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same server, whose remote generalist is a script that calls tools. Each request that it got
 * is kept in {@link #SENT}.
 */
public class ToolsTestProfile extends AnsweringTestProfile {
  private static final ScriptedOpenAi SERVER = new ScriptedOpenAi(ToolsTestProfile::delta);

  /** Bodies of requests. */
  public static final List<JsonNode> SENT = SERVER.sent();

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>(super.getConfigOverrides());
    config.put("sightline.data", "${sightline.home}/target/test-data-tools");
    config.put("sightline.remote.url", SERVER.url());
    config.put("sightline.remote.model", "script");
    return config;
  }

  /** What the script says next, given what was asked and how many rounds there were. */
  private static String delta(String question, int rounds) {
    return switch (question + " " + rounds) {
      case "How large is the mass? 0" -> calls("measure", "{\"finding\":\"mass\"}");
      case "How large is the mass? 1" ->
          text("The mass measures <max-diameter> in the left frontal lobe.");
      case "Where is it in others? 0" -> calls("similar_cases", "{\"k\":2}");
      case "Where is it in others? 1" -> text("There is a mass in the left frontal lobe.");
      case "Try everything. 0" -> calls("delete_study", "{}", "measure", "{\"finding\":");
      case "Try everything. 1" ->
          calls("measure", "{\"finding\":\"mass\"}", "measure", "{\"finding\":\"mass\"}");
      case "Try everything. 2" -> text("There is a mass in the left frontal lobe.");
      case "Write the report of this study. 0" ->
          calls("measure", "{\"finding\":\"mass\"}", "delete_study", "{}");
      case "Write the report of this study. 1" ->
          text(
              "**Findings:**\n- There is a mass in the left frontal lobe, measuring"
                  + " <max-diameter>.\n- No mass is seen.\n\nImpression:\nMass on the right.");
      default ->
          question.equals("Never stop.")
              ? calls("measure", "{\"finding\":\"nothing " + rounds + "\"}")
              : text("This cannot be answered from these images.");
    };
  }
}
