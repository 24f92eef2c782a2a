package io.sightline.app;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What {@code /q/openapi} says of the server as a whole. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Sightline",
            version = "0.1.0",
            description =
                "Drafts radiology reports in which every sentence points at the voxels it speaks"
                    + " of. Research use only. Not for diagnosis.",
            license =
                @License(
                    name = "Apache-2.0",
                    url = "https://www.apache.org/licenses/LICENSE-2.0.html")),
    security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
    securitySchemeName = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "The token that ./sightline start names the place of.")
public class OpenApiDescription extends Application {}
