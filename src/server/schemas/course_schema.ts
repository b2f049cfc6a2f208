/** The courses of limits as other programs get them. */
import * as z from "zod";
import type { BandPointJson, CourseJson, CoursePointJson } from "../../core/views/course_json.ts";
import { type Shape, time } from "./shape.ts";

const point = { time, percent: z.number().describe("used") } satisfies Shape<CoursePointJson>;

const course = z.strictObject(
  {
    account: z.string(),
    id: z.string(),
    name: z.string(),
    past: z.array(z.strictObject(point)).readonly().describe(
      "from the begin of the window to the last reading, finer than whole points",
    ),
    even: z.array(z.strictObject(point)).readonly().describe("the two ends of the line of even use"),
    ahead: z.array(
      z.strictObject(
        {
          ...point,
          low: z.number().describe("nine times of ten it is between these"),
          high: z.number(),
        } satisfies Shape<BandPointJson>,
      ),
    ).readonly().describe("what is expected from the last reading to the reset"),
  } satisfies Shape<CourseJson>,
).meta({ id: "Course", description: "A limit's period as lines to draw, in percent." });

export const coursesSchema = z.strictObject({ courses: z.array(course).readonly() });
