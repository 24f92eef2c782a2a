/**
 * Models on other servers (Triton, KServe, MLServer) over the Open Inference Protocol v2, by REST
 * or gRPC; the only package that imports gRPC and protobuf.
 */
@NullMarked
package io.sightline.inference.remote;

import org.jspecify.annotations.NullMarked;
