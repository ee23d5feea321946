/** Imported before any schema: zod would try to compile them, which the page's content policy forbids and reports. */
import { z } from "zod";

z.config({ jitless: true });
