package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * The files of a multipart form. They lie in the staging folder already: the HTTP server writes
 * parts to disk as they come, and deletes those that are left when the request ends.
 *
 * @param sequence said of all files, or empty; a part's own name goes before it
 */
record FormFiles(Optional<Sequence> sequence) {

  List<StagedFile> of(MultipartFormDataInput form) {
    List<StagedFile> files = new ArrayList<>();
    form.getValues().forEach((part, values) -> values.forEach(value -> add(part, value, files)));
    if (files.isEmpty()) {
      throw new ProblemException(
          ErrorCode.BAD_REQUEST, "The form has no file part; give each file a file name.");
    }
    return files;
  }

  private void add(String part, FormValue value, List<StagedFile> files) {
    if (value.isFileItem()) {
      files.add(
          new StagedFile(
              FileName.harmless(value.getFileName(), part),
              value.getFileItem().getFile(),
              SequenceHint.named(part).or(this::sequence).orElse(null)));
    }
  }
}
