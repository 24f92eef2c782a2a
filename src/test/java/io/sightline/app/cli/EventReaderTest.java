package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {

  private static List<String> read(String stream) throws IOException {
    List<String> events = new ArrayList<>();
    EventReader.read(
        new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)),
        (name, data) -> events.add(name + "=" + data));
    return events;
  }

  @Test
  void readsNamesAndDataOfSeveralLines() throws IOException {
    assertThat(read("id: 1\nevent: stage\ndata: {\"a\":\ndata:1}\n\ndata: x\n\n"))
        .containsExactly("stage={\"a\":\n1}", "message=x");
  }

  @Test
  void passesOverCommentsAndAnEventThatWasCutOff() throws IOException {
    assertThat(read(": ping\n\nevent: done\n\nevent: done\ndata: y\n")).isEmpty();
  }
}
