package io.lorikeet.httpapi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.MergePatch;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;

/** Applications in JSON. */
final class ApplicationJson {

  private static final int MAX_NAME = 100;
  private static final int MAX_DESCRIPTION = 2000;

  private ApplicationJson() {}

  /** What the caller says of an application. */
  record Description(String applicationId, String name, String description) {}

  /**
   * @throws ProblemException when a field is not valid
   */
  static Description read(ObjectNode body) {
    var fields = new Validation(body);
    fields.require("app_id");
    var id = fields.parsed("app_id", Ids.EXPECTED, Ids::parse);
    var name = fields.text("name", MAX_NAME);
    var description = fields.text("description", MAX_DESCRIPTION);
    fields.complete();
    return new Description(id.orElseThrow(), name.orElse(""), description.orElse(""));
  }

  /** The description after a merge patch. */
  static Description patch(ApplicationDetails details, ObjectNode patch) {
    var patched =
        read(
            MergePatch.apply(
                Json.object()
                    .put("app_id", details.applicationId())
                    .put("name", details.name())
                    .put("description", details.description()),
                patch));
    if (!patched.applicationId().equals(details.applicationId())) {
      throw new ProblemException(
          Problem.invalid("app_id", "cannot change; make a new application instead"));
    }
    return patched;
  }

  static ObjectNode write(ApplicationDetails details) {
    return Json.object()
        .put("app_id", details.applicationId())
        .put("name", details.name())
        .put("description", details.description())
        .put("created_at", details.createdAt().toString());
  }
}
