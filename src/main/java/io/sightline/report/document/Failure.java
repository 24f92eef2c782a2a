package io.sightline.report.document;

/** Why a report failed or was cancelled, in the terms of an RFC 9457 problem. */
public record Failure(String code, String detail) {}
