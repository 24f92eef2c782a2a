package io.sightline.language;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects what a generation emits. */
final class Transcript implements Consumer<GenerationEvent> {
  private final List<GenerationEvent> events = new ArrayList<>();

  @Override
  public void accept(GenerationEvent event) {
    events.add(event);
  }

  List<GenerationEvent> events() {
    return events;
  }

  /** Text with the markers where they stood. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (GenerationEvent event : events) {
      switch (event) {
        case GenerationEvent.Text(String piece) -> text.append(piece);
        case GenerationEvent.Marker(String token, float[] _) -> text.append(token);
        case GenerationEvent.End _ -> {}
      }
    }
    return text.toString();
  }

  List<float[]> states(String token) {
    List<float[]> states = new ArrayList<>();
    for (GenerationEvent event : events) {
      if (event instanceof GenerationEvent.Marker(String t, float[] hidden) && t.equals(token)) {
        states.add(hidden);
      }
    }
    return states;
  }

  GenerationEvent.End end() {
    return (GenerationEvent.End) events.getLast();
  }
}
