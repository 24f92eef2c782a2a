package io.sightline.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What a running server says of itself in its data folder, for the other commands.
 *
 * @param url for example {@code http://127.0.0.1:8042}
 */
record AddressFile(URI url, long pid) {
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    JSON.writeValue(fresh.toFile(), this);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Empty when there is none, or it cannot be read. */
  static Optional<AddressFile> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), AddressFile.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
