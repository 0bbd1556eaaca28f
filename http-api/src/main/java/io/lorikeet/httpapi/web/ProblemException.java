package io.lorikeet.httpapi.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries a problem from where it is found to where it is answered. An exception, though it is
 * expected, because a request is refused at any depth of reading it.
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public static <T> CompletionStage<T> failed(Problem problem) {
    return CompletableFuture.failedFuture(new ProblemException(problem));
  }

  Problem problem() {
    return problem;
  }
}
