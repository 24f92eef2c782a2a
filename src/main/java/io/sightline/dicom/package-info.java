/**
 * Reads DICOM Part 10 objects and decodes their pixel data; the only package that imports the DICOM
 * toolkit.
 */
@NullMarked
package io.sightline.dicom;

import org.jspecify.annotations.NullMarked;
