package io.lorikeet.httpapi;

import java.net.URI;
import java.net.http.HttpResponse;

final class Contract {
  private Contract() {}

  static void check(
      String method,
      URI uri,
      String key,
      String contentType,
      String body,
      HttpResponse<String> response) {}
}
