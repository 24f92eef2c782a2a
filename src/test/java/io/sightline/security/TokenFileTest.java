package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  @TempDir Path temp;

  @Test
  void makesATokenOnceAndKeepsIt() {
    Token first = TokenFile.readOrCreate(temp.resolve("token"));
    assertThat(first.value()).hasSize(43);
    assertThat(TokenFile.readOrCreate(temp.resolve("token"))).isEqualTo(first);
    assertThat(TokenFile.readOrCreate(temp.resolve("other"))).isNotEqualTo(first);
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    TokenFile.readOrCreate(temp.resolve("token"));
    assertThat(Files.getPosixFilePermissions(temp.resolve("token")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    assertThat(temp).isDirectoryNotContaining(file -> !file.endsWith("token"));
  }

  @Test
  void manyStartsAgreeOnOneToken() {
    Path file = temp.resolve("token");
    assertThat(
            IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> TokenFile.readOrCreate(file))
                .distinct())
        .hasSize(1);
  }

  @Test
  void refusesATokenThatIsTooShortToProtectAnything() {
    assertThatThrownBy(() -> new Token("secret")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void staysOutOfLogs() {
    assertThat(new Token("test-token-0123456789").toString()).doesNotContain("0123456789");
  }
}
