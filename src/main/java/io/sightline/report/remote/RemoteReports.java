package io.sightline.report.remote;

import io.sightline.language.GenerationOptions;
import io.sightline.language.remote.RemoteGeneralist;
import io.sightline.language.remote.RemoteLanguageModel;
import io.sightline.language.remote.RemoteMessage;
import io.sightline.report.DraftTask;
import io.sightline.report.RemoteDraft;
import io.sightline.report.RemoteDrafter;
import io.sightline.report.StudyReading;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.ReportOptions;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.Drafter.Draft;
import io.sightline.report.draft.PlainDraft;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.tool.ToolBox;
import io.sightline.report.tool.ToolFinds;
import io.sightline.report.tool.ToolSession;
import io.sightline.report.tool.ToolSubject;
import io.sightline.report.words.StudyNotes;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The remote generalist drafts from a fixed prompt: sequence names, what was measured, similar
 * cases. No text of the study is in it. It may call tools within their limits. Its sentences carry
 * no states: each that says something is there asks for a region by its words.
 */
final class RemoteReports implements RemoteDrafter {
  static final String PROMPT = "draft-report-remote.txt";
  private static final Draft NOTHING = new Draft(List.of(), 0);
  private static final String ASKED = "Write the report of this study.";

  private final RemoteGeneralist remote;
  private final PromptFile prompt;
  private final Lexicon lexicon;
  private final ToolBox tools;
  private final Pointing pointing;

  RemoteReports(
      RemoteGeneralist remote,
      PromptFile prompt,
      Lexicon lexicon,
      ToolBox tools,
      ClaimExtractor extractor) {
    this.remote = remote;
    this.prompt = prompt;
    this.lexicon = lexicon;
    this.tools = tools;
    this.pointing = new Pointing(extractor);
  }

  @Override
  public Optional<String> model() {
    return remote.model().map(RemoteLanguageModel::name);
  }

  @Override
  public RemoteDraft draft(DraftTask task) {
    ToolFinds before = new ToolFinds(task.gathered(), task.cases());
    ToolSession session =
        tools.open(
            new ToolSubject(task.studyId(), task.reading(), before, unwanted(task.options())),
            task.cancellation());
    if (remote.model().isEmpty()) {
      return result(NOTHING, session, "No remote generalist is configured.");
    }
    try {
      return result(written(remote.model().get(), session, task), session, null);
    } catch (ProblemException e) {
      if (e.code() != ErrorCode.REMOTE_FAILED) {
        throw e;
      }
      return result(NOTHING, session, e.detail());
    }
  }

  private Draft written(RemoteLanguageModel model, ToolSession session, DraftTask task) {
    RemoteRounds rounds =
        new RemoteRounds(model, session, _ -> {}, task.calls(), task.cancellation());
    GenerationOptions options =
        new GenerationOptions(remote.reportTokens(), 0, 1, task.options().seed());
    RemoteRounds.Said said = rounds.run(messages(task), options);
    Draft plain = PlainDraft.read(said.text(), Drafter.MOST_SENTENCES);
    return new Draft(plain.sentences().stream().map(pointing::at).toList(), plain.dropped());
  }

  private List<RemoteMessage> messages(DraftTask task) {
    StudyReading reading = task.reading();
    Map<String, String> values =
        Map.of(
            "sequences", StudyNotes.labels(reading.sequences()),
            "missing", StudyNotes.labels(reading.selection().missing()),
            "measured", StudyNotes.of(reading, lexicon));
    String image = remote.attachStudy() ? "sightline:study/" + task.studyId() : null;
    return List.of(
        RemoteMessage.system(prompt.render(values, task.words().quoted())),
        RemoteMessage.user(ASKED, image));
  }

  /** What the reader did not wish for is no tool either. */
  private static Set<String> unwanted(ReportOptions options) {
    Set<String> out = new HashSet<>();
    if (!options.specialists().equals("auto")) {
      out.add(ToolBox.RUN_SPECIALIST);
    }
    if (!options.retrieval()) {
      out.add(ToolBox.SIMILAR_CASES);
    }
    return out;
  }

  private RemoteDraft result(Draft draft, ToolSession session, @Nullable String away) {
    return new RemoteDraft(
        draft,
        PROMPT + " " + prompt.version(),
        session.calls(),
        session.found().gathered(),
        session.found().cases(),
        away);
  }
}
