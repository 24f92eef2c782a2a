/**
 * Decodes JPEG, JPEG-LS and JPEG 2000 frames with FFmpeg in child processes, so that a hostile
 * codestream can crash, hang or exhaust a worker but never the server. The only package that
 * imports FFmpeg.
 */
@NullMarked
package io.sightline.dicom.codec;

import org.jspecify.annotations.NullMarked;
