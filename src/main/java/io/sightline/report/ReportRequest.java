package io.sightline.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.report.document.ReportOptions;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/reports}.
 *
 * @param bundle id, or null for the first generalist that drafts reports; {@code remote} lets the
 *     remote generalist draft while the first reads, grounds and checks, {@code remote:ID} while
 *     the bundle ID does
 * @param retrieval whether similar cases are consulted; null = yes, where there are any
 * @param specialists {@code "auto"}, {@code "none"} or a list of bundle ids; null = auto
 */
public record ReportRequest(
    @Nullable String studyId,
    @Nullable String bundle,
    @Nullable JsonNode specialists,
    @Nullable Boolean retrieval,
    @Nullable Long seed) {

  /**
   * @throws ProblemException {@code bad_request}
   */
  String requiredStudyId() {
    if (studyId == null || studyId.isBlank()) {
      throw bad("\"studyId\" is missing.");
    }
    return studyId;
  }

  /** The bundle that reads; null = the first. */
  @Nullable String readingBundle() {
    if (!remote()) {
      return bundle;
    }
    String named = String.valueOf(bundle).substring(RemoteDrafter.NAME.length());
    return named.isEmpty() ? null : named.substring(1);
  }

  private boolean remote() {
    return bundle != null
        && (bundle.equals(RemoteDrafter.NAME) || bundle.startsWith(RemoteDrafter.NAME + ":"));
  }

  ReportOptions options() {
    return new ReportOptions(
        specialistsAsked(), !Boolean.FALSE.equals(retrieval), seed == null ? 0 : seed, remote());
  }

  private String specialistsAsked() {
    if (specialists == null || specialists.isNull()) {
      return "auto";
    }
    if (specialists.isTextual() && List.of("auto", "none").contains(specialists.asText())) {
      return specialists.asText();
    }
    if (!specialists.isArray()) {
      throw bad("\"specialists\" is \"auto\", \"none\" or a list of bundle ids.");
    }
    List<String> ids = new ArrayList<>();
    specialists.forEach(n -> ids.add(n.asText()));
    return String.join(",", ids);
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(ErrorCode.BAD_REQUEST, detail);
  }
}
