package io.sightline.language.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The window forgets whole turns, the oldest first. */
class TurnMemoryTest {

  @Test
  void aTurnWhoseQuestionIsForgottenIsForgotten() {
    TurnMemory memory = new TurnMemory(203);
    memory.add("1", "x".repeat(400));
    assertThat(memory.turns()).isEqualTo(1);
    memory.add("2", "x".repeat(400));
    // 1 + 101 tokens each: the first question had to go, so its answer says nothing
    assertThat(memory.turns()).isEqualTo(1);
  }

  @Test
  void aTurnThatIsTooLongLeavesNothing() {
    TurnMemory memory = new TurnMemory(20);
    memory.add("1", "short");
    memory.add("2", "x".repeat(400));
    assertThat(memory.turns()).isZero();
  }

  @Test
  void emptyWordsAreTurnsToo() {
    TurnMemory memory = new TurnMemory(20);
    memory.add("", "The point lies in the left thalamus.");
    assertThat(memory.turns()).isEqualTo(1);
  }
}
