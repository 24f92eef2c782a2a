package io.sightline.bundle;

import org.jspecify.annotations.Nullable;

/**
 * A model that another server runs. Where that server is, and the secret that opens it, stand in
 * this server's configuration: a bundle can name only what was configured.
 *
 * @param server name of an entry of {@code sightline.inference.remote}
 * @param model its name there
 * @param version null = whichever the server prefers
 */
public record RemoteModel(String server, String model, @Nullable String version) {

  /** For people: {@code model} or {@code model/version}. */
  public String inWords() {
    return version == null ? model : model + "/" + version;
  }
}
