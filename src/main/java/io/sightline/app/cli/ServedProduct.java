package io.sightline.app.cli;

import io.sightline.app.eval.EvaluationCase;
import io.sightline.app.eval.Product;
import io.sightline.app.eval.ProductException;
import io.sightline.chat.answer.Answer;
import io.sightline.chat.segment.Segmentation;
import io.sightline.report.document.Report;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The product over HTTP, as any client uses it. */
final class ServedProduct implements Product {
  private final ApiClient client;

  ServedProduct(ApiClient client) {
    this.client = client;
  }

  /** Of several studies the one with most volumes. */
  @Override
  public String upload(EvaluationCase c) {
    Map<String, Path> files = new LinkedHashMap<>();
    c.images().forEach((sequence, path) -> files.put(sequence + suffix(path), path));
    return asked(
        () -> {
          UploadBody body = c.study() == null ? UploadBody.of(files) : UploadBody.of(c.study());
          return client.upload(body).studies().stream()
              .max(Comparator.comparingInt(ApiClient.StudyRef::volumes))
              .orElseThrow(() -> new CliException("The upload held no study."))
              .id();
        });
  }

  private static String suffix(Path path) {
    return path.toString().endsWith(".gz") ? ".nii.gz" : ".nii";
  }

  @Override
  public Report report(String studyId, Map<String, Object> options) {
    return asked(
        () -> {
          String id = client.draft(studyId, options).id();
          client.events(
              id,
              in -> {
                EventReader.read(in, (name, data) -> {});
                return null;
              });
          return client.report(id);
        });
  }

  @Override
  public Mask mask(String route) {
    return asked(
        () -> {
          try {
            Path file = Files.createTempFile("sightline-mask", ".nii.gz");
            try {
              client.download(route, file);
              return mask(file);
            } finally {
              Files.deleteIfExists(file);
            }
          } catch (IOException e) {
            throw new CliException("A mask cannot be kept in the folder for temporary files.");
          }
        });
  }

  private static Mask mask(Path file) {
    Volume volume = NiftiReader.read(file, VolumeLimits.DEFAULT).volumes().getFirst();
    byte[] inside = new byte[volume.voxels().length];
    for (int n = 0; n < inside.length; n++) {
      inside[n] = (byte) (volume.voxels()[n] != 0 ? 1 : 0);
    }
    return new Mask(volume.geometry(), inside);
  }

  @Override
  public Answer ask(String studyId, String question) {
    return asked(() -> client.ask(client.openChat(studyId).id(), question));
  }

  @Override
  public Segmentation segment(String studyId, String phrase) {
    return asked(() -> client.segment(studyId, phrase));
  }

  @Override
  public void delete(String studyId) {
    asked(
        () -> {
          client.deleteStudy(studyId);
          return studyId;
        });
  }

  private static <T> T asked(Supplier<T> request) {
    try {
      return request.get();
    } catch (CliException | ProblemException e) {
      throw new ProductException(String.valueOf(e.getMessage()));
    }
  }
}
