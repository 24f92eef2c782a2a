package io.sightline.app.cli;

import io.sightline.store.DataFolder;
import java.net.URI;

/** Says where a server is and how to get in. */
final class Address {
  private Address() {}

  static void print(Terminal terminal, URI url, DataFolder folder) {
    terminal.line("Sightline serves at " + url);
    terminal.line(
        System.getenv("SIGHTLINE_TOKEN") != null
            ? "Token: as in $SIGHTLINE_TOKEN"
            : "Token: in the file " + folder.token());
    // the review page will read the token from the fragment, which browsers keep to themselves
    terminal.line("Address with token: " + url + "/#token=" + Connection.token(folder));
  }
}
