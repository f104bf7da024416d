import type { Tables, TablesInsert } from "./db/database.types";

export type RouteStatus = "draft" | "open" | "stripped";
export type AscentStyle = "onsight" | "flash" | "redpoint" | "top_rope";
export type MemberRole = "climber" | "setter" | "head_setter";

/** Walls */
export interface WallDto extends Omit<Tables<"walls">, "created_at"> {
  open_routes: number;
}

/** Routes */
export interface RouteSummaryDto {
  id: string;
  name: string;
  lane: number;
  hold_colour: string;
  difficulty: number;
  status: RouteStatus;
  set_on: string | null;
  tags: string[];
}

export interface RouteDto extends RouteSummaryDto {
  wall_id: string;
  session_id: string | null;
  felt_difficulty: number | null;
  ascent_count: number;
  stripped_on: string | null;
  notes: string | null;
  setter: MemberRefDto;
}

export type CreateRouteCommand = Pick<
  TablesInsert<"routes">,
  "name" | "lane" | "hold_colour" | "difficulty" | "session_id" | "notes"
>;

export type UpdateRouteCommand = Partial<Omit<CreateRouteCommand, "lane" | "session_id">> & {
  status?: Exclude<RouteStatus, "stripped">;
};

/** Ascents */
export interface AscentDto extends Omit<Tables<"ascents">, "climber_id"> {}

export type CreateAscentCommand = Pick<
  TablesInsert<"ascents">,
  "climbed_on" | "style" | "attempts" | "felt_difficulty" | "comment"
>;

/** Setting sessions */
export type SettingSessionDto = Omit<Tables<"setting_sessions">, "created_at">;

export interface PlanSessionCommand {
  wall_id: string;
  takes_place_on: string;
  lead_setter_id: string;
  target_routes: number;
  strip_open_routes?: boolean;
}

/** Shared */
export interface MemberRefDto {
  id: string;
  display_name: string;
}

export interface Page<T> {
  data: T[];
  meta: { page: number; page_size: number; total: number };
}

export interface ErrorBody {
  error: { code: string; message: string; fields?: Record<string, string> };
}
