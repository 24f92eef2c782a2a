package io.sightline.study;

import io.sightline.volume.Sequence;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of an upload, on disk in the staging folder until the store takes it over or the request
 * ends.
 *
 * @param name as the client named it, made harmless
 * @param sequence what the client says it is, or null
 */
record StagedFile(String name, Path path, @Nullable Sequence sequence) {}
