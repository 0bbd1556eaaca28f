package io.lorikeet.simulator.client;

/** The network refused a request, or did not answer as its contract says. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  ApiException(String request, int status, String detail) {
    super(request + " -> " + status + " " + detail);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
