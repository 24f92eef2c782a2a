/** ONNX Runtime in process; the only package that imports it. */
@NullMarked
package io.sightline.inference.onnx;

import org.jspecify.annotations.NullMarked;
