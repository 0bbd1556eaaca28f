package io.lorikeet.httpapi.web;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Decides who may do what. */
@FunctionalInterface
public interface Authorizer {

  /**
   * What the caller may do. The stage fails with a {@link ProblemException} of status 401, 403, or
   * 404 when the caller is not let in.
   *
   * @param key what the caller presented
   * @param parameters of the path
   */
  CompletionStage<Access> authorize(
      Permission permission, Optional<String> key, Map<String, String> parameters);
}
