package io.lorikeet.simulator.client;

/** The network refused a request, or did not answer as its contract says. */
public final class ApiException extends RuntimeException {

  /** In place of a status. */
  public static final int NO_ANSWER = 0;

  private static final long serialVersionUID = 1;

  private final int status;

  ApiException(String request, int status, String detail) {
    super(request + " -> " + status + " " + detail);
    this.status = status;
  }

  /** There was no answer. */
  ApiException(String url, Throwable cause) {
    super(url + " does not answer: " + cause, cause);
    this.status = NO_ANSWER;
  }

  /** The HTTP status, or {@link #NO_ANSWER}. */
  public int status() {
    return status;
  }
}
