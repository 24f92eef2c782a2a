package io.sightline.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDispositionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "attachment; filename=\"t1 a.nii.gz\" | t1 a.nii.gz",
        "attachment; filename=flair.nii | flair.nii",
        "attachment; filename=\"x\"; filename*=UTF-8''fl%C3%A4ir.nii | fläir.nii",
        "inline; FILENAME=\"\" | ",
      })
  void readsTheNameOfRfc6266(String header, String name) {
    assertThat(ContentDisposition.fileName(header)).isEqualTo(name == null ? "" : name);
  }
}
