//! One source a language, in the shapes that people write, and sources that are damaged.

use super::*;
use crate::text::DocumentId;

/// One line a type: `line kind Outer.Name: member?: type = sent; … <- used`, and one a diagnostic.
fn told(path: &str, text: &str) -> String {
    let source = Source::new(DocumentId(0), path, text);
    let mut parsed = types_file(&source);
    link(&mut parsed.value);
    let mut lines: Vec<String> = parsed.value.iter().map(line).collect();
    lines.extend(parsed.diagnostics.iter().map(|d| {
        let place = d.place.unwrap();
        assert!(place.span.end <= text.len());
        format!("{} {}: {}", source.line_of(place.span.start), d.code, d.message)
    }));
    lines.join("\n")
}

fn line(ty: &TypeDeclaration) -> String {
    let members = ty.members.iter().map(|m| {
        let optional = if m.optional { "?" } else { "" };
        let ty = m.ty.as_ref().map(|ty| format!(": {ty}")).unwrap_or_default();
        let sent = m.sent_as.as_ref().map(|name| format!(" = {name}")).unwrap_or_default();
        format!("{}{optional}{ty}{sent}", m.name)
    });
    let members = members.collect::<Vec<_>>().join("; ");
    let within = ty.within.as_ref().map(|within| format!("{within}.")).unwrap_or_default();
    let uses = if ty.uses.is_empty() { String::new() } else { format!(" <- {}", ty.uses.join(", ")) };
    format!("{} {} {within}{}: {members}{uses}", ty.line, ty.kind.word(), ty.name)
}

/// What the places of the types of a file hold.
fn texts(path: &str, text: &str) -> Vec<String> {
    let source = Source::new(DocumentId(0), path, text);
    types_file(&source).value.iter().map(|ty| source.slice(ty.place.span).to_owned()).collect()
}

#[test]
fn typescript() {
    let text = r#"
import type { Tables } from "./db";
export type { Tables } from "./db";
export interface WallDto extends Page<RouteDto> {
  readonly id: string;
  note?: string | null;
  "opened-on": Date;
  routes(): RouteDto[];
}
export type RouteState = "draft" | "open" | 'stripped';
export type CreateRouteCommand = Pick<Tables<"routes">, "name" | "lane"> & { state?: Exclude<RouteState, "draft"> };
type Page<T> = { items: T[] };
export const enum Style { Flash = "flash", Redpoint }
namespace Api { export class RouteDto { @IsString() @IsOptional() name?: string; private secret = 1; static all: number } }
export abstract class RouteCreated { constructor(public readonly route: Api.RouteDto, at: Date) {} }
export const routeSchema = z.object({ name: z.string().min(1), lane: z.number().optional() }).strict();
export const wallSchema = routeSchema.extend({ routes: z.array(routeSchema) });
export type NewRoute = z.infer<typeof routeSchema>;
const LIMIT = 20;
const handler = async () => { interface Hidden { a: 1 } };
"#;
    let expected = r#"4 interface WallDto: id: string; note?: string | null; opened-on: Date <- Page, RouteDto
10 enum RouteState: draft; open; stripped
11 alias CreateRouteCommand: name; lane; state?: Exclude<RouteState, "draft"> <- RouteState
12 alias Page: items: T[]
13 enum Style: Flash; Redpoint
14 class RouteDto: name?: string
15 class RouteCreated: route: Api.RouteDto
16 schema routeSchema: name: z.string().min(1); lane?: z.number().optional()
17 schema wallSchema: routes: z.array(routeSchema) <- routeSchema
18 alias NewRoute:  <- routeSchema"#;
    assert_eq!(told("src/types.ts", text), expected);
    assert_eq!(
        told(
            "src/Form.tsx",
            "interface Props { a: <T,>(x: T) => void }\nconst F = () => <b>{1}</b>;\ntype A = { b: 1 };"
        ),
        "1 interface Props: a: <T,>(x: T) => void\n3 alias A: b: 1"
    );
}

#[test]
fn csharp() {
    let text = r#"
namespace Walls.Contracts;
public sealed record CreateRouteCommand(Guid WallId, List<TagDto> Tags, string? Note = null) : IRequest<RouteDto>;
public readonly record struct Grade(int Value);
public class RouteDto
{
    [JsonPropertyName("wall_id")]
    public required Guid WallId { get; init; }
    public Grade? Grade { get; set; }
    public IReadOnlyList<TagDto> Tags { get; set; } = [];
    public static RouteDto Empty { get; } = new();
    private int _count;
    public string Show() { var x = 1; return $"{x}"; }
    public class TagDto { public string Name { get; set; } = ""; }
}
public enum Style { Flash, Redpoint = 2 }
public interface IHasOwner { Guid OwnerId { get; } }
"#;
    let expected = "3 record CreateRouteCommand: WallId: Guid; Tags: List<TagDto>; Note?: string? <- TagDto, RouteDto
4 record Grade: Value: int
5 class RouteDto: WallId: Guid = wall_id; Grade?: Grade?; Tags: IReadOnlyList<TagDto> <- Grade, TagDto
14 class RouteDto.TagDto: Name: string
16 enum Style: Flash; Redpoint
17 interface IHasOwner: OwnerId: Guid";
    assert_eq!(told("Contracts/Routes.cs", text), expected);
}

#[test]
fn java_and_kotlin() {
    let java = r#"
package walls;
@Data
public class RouteDto extends Base<Wall> implements Serializable {
  private static final long serialVersionUID = 1L;
  @JsonProperty("wall_id") private UUID wallId;
  @Nullable private String note;
  private List<TagDto> tags, more;
  public static class TagDto { String name; }
  enum Style { FLASH, REDPOINT(2); Style(int points) {} }
  void show() { class Local {} }
}
record CreateRoute(@NotNull UUID id, Optional<RouteDto.Style> style) {}
"#;
    let expected =
        "4 class RouteDto: wallId: UUID = wall_id; note?: String; tags: List<TagDto>; more: List<TagDto> <- TagDto
9 class RouteDto.TagDto: name: String
10 enum RouteDto.Style: FLASH; REDPOINT
13 record CreateRoute: id: UUID; style?: Optional<RouteDto.Style> <- RouteDto, Style";
    assert_eq!(told("dto/RouteDto.java", java), expected);
    let kotlin = r#"
@Serializable
data class RouteDto(
    @SerialName("wall_id") val wallId: UUID,
    val note: String? = null,
    val tags: List<TagDto>,
) : Base() {
    val shown get() = note ?: "–"
    fun show() = tags.map { it.name }.each({ "tag" })
    companion object { const val LIMIT = 1 }
    enum class Style(val points: Int) { FLASH(1), REDPOINT(2) }
}
object Only { val a: Int = 1 }
sealed interface Answer<out T> { data class Ok<T>(val value: T) : Answer<T>; object None : Answer<Nothing> }
typealias Tags = List<TagDto>
@JvmInline value class TagDto(val name: String)
"#;
    let expected = "3 record RouteDto: wallId: UUID = wall_id; note?: String?; tags: List<TagDto> <- TagDto
11 enum RouteDto.Style: FLASH; REDPOINT
13 object Only: a?: Int
14 interface Answer: 
14 record Answer.Ok: value: T <- Answer
14 object Answer.None:  <- Answer
15 alias Tags:  <- TagDto
16 class TagDto: name: String";
    assert_eq!(told("Dto.kt", kotlin), expected);
}

#[test]
fn python() {
    let text = r#"
from pydantic import BaseModel

class RouteCreate(BaseModel):
    """A new route."""
    wall_id: UUID
    lane: int = Field(..., ge=1)
    note: str | None = None
    tags: list["TagOut"] = Field(default_factory=list, alias="labels")
    model_config = ConfigDict(extra="forbid")
    def check(self):
        class Local: pass

@dataclass(frozen=True)
class TagOut:
    name: str
    _cache: ClassVar[dict] = {}

class Patch(TypedDict, total=False):
    lane: int

class Style(str, Enum):
    FLASH = "flash"
    REDPOINT = auto()

class RouteSerializer(serializers.ModelSerializer):
    wall = serializers.CharField(required=False)
    tags = TagSerializer(many=True)
    class Meta:
        model = Route
        fields = ["id", "wall", "tags"]

class TagSerializer(serializers.Serializer): pass
Key = TypedDict("Key", {"id": int})
WallId = NewType("WallId", int)
LIMIT = Limit(3)
"#;
    let expected = r#"4 class RouteCreate: wall_id: UUID; lane: int; note?: str | None; tags?: list["TagOut"] = labels <- TagOut
15 class TagOut: name: str
19 class Patch: lane?: int
22 enum Style: FLASH; REDPOINT
26 class RouteSerializer: wall?: serializers.CharField; tags: TagSerializer; id <- TagSerializer
33 class TagSerializer: 
34 class Key: id: int
35 alias WallId: "#;
    assert_eq!(told("app/schemas.py", text), expected);
}

#[test]
fn go_and_rust() {
    let go = "package dto\n\ntype Route struct {\n\tID uuid.UUID `json:\"id\"`\n\tNote *string `json:\"note,omitempty\" validate:\"max=9\"`\n\tBase\n\tA, B int\n\tHash string `json:\"-\"`\n\tTags []Tag\n}\n\ntype (\n\t// A tag.\n\tTag struct{ Name string }\n\tStore interface{ All() []Route }\n)\ntype Page[T any] struct{ Items []T }\ntype Style string\n\nfunc f() { type local struct{} }\n";
    let expected = "3 struct Route: ID: uuid.UUID = id; Note?: *string = note; A: int; B: int; Tags: []Tag <- Tag
14 struct Tag: Name: string
15 interface Store:  <- Route
17 struct Page: Items: []T
18 alias Style: ";
    assert_eq!(told("dto/route.go", go), expected);
    let rust = "/// A route.\n#[derive(Serialize)]\npub struct Route<T> {\n    /// Its id.\n    #[serde(rename = \"route_id\")]\n    pub id: Uuid,\n    pub note: Option<Tag>,\n    extra: T,\n}\npub enum Style { Flash, Redpoint(u8), Other { name: String } }\npub struct Tag(pub String);\npub type Tags = Vec<Tag>;\nmod api { pub struct Inner; }\nimpl Tag { fn f() { struct Local; } }\n";
    let expected = "3 struct Route: id: Uuid = route_id; note?: Option<Tag>; extra: T <- Tag
10 enum Style: Flash; Redpoint; Other
11 struct Tag: 
12 alias Tags:  <- Tag
13 struct Inner: ";
    assert_eq!(told("src/dto.rs", rust), expected);
}

#[test]
fn php() {
    let text = r#"<?php
namespace App\Dto;

final readonly class RouteDto extends Base
{
    public ?string $note = null;
    /** @var TagDto[] */
    public array $tags;
    private static int $count = 0;

    public function __construct(
        #[Assert\NotBlank] public readonly string $name,
        public ?Style $style,
        int $plain,
    ) {}
}
class StoreRouteRequest extends FormRequest
{
    public function rules(): array
    {
        return ['name' => 'required|string', 'lane' => ['nullable', 'integer'], 'tags.*.id' => 'integer'];
    }
}
enum Style: string { case Flash = 'f'; case Redpoint = 'r'; }
class TagDto {}
"#;
    let expected = "4 class RouteDto: note?: ?string; tags: array; name: string; style?: ?Style <- TagDto, Style
17 class StoreRouteRequest: name: required|string; lane?: ['nullable', 'integer']
24 enum Style: Flash; Redpoint
25 class TagDto: ";
    assert_eq!(told("app/Dto/RouteDto.php", text), expected);
}

#[test]
fn a_declaration_has_the_comment_and_the_attributes_before_it() {
    let text = "const a = 1; // of a\n\n// elsewhere\n\n/** A route. */\n// and more\nexport interface Route { // open\n  /** Its id. */\n  id: string;\n}\ntype Lane = number;\n";
    let whole = "/** A route. */\n// and more\nexport interface Route { // open\n  /** Its id. */\n  id: string;\n}";
    assert_eq!(texts("t.ts", text), [whole, "type Lane = number;"]);
    let python = "import a\n# About it.\n@dataclass\nclass Route:\n    id: int\n\nx = 1\n";
    assert_eq!(texts("t.py", python), ["# About it.\n@dataclass\nclass Route:\n    id: int"]);
    let rust = "use a;\n/// A route.\n#[derive(Debug)]\npub struct Route;\n";
    assert_eq!(texts("t.rs", rust), ["/// A route.\n#[derive(Debug)]\npub struct Route;"]);
    let go = "package a\n\n// Route is one.\ntype Route struct{}\ntype (\n\t// Tag is one.\n\tTag int\n\tLane int\n)\n";
    assert_eq!(texts("t.go", go), ["// Route is one.\ntype Route struct{}", "// Tag is one.\n\tTag int", "Lane int"]);
}

#[test]
fn a_part_that_is_damaged_costs_itself_alone() {
    let text = "export interface A { a: string }\nexport interface B { b: = ; c: number }\ntype = = 3 }}} (\nexport interface C { c: string }\n";
    let told_ts = told("t.ts", text);
    assert!(told_ts.contains("interface A: a: string\n") && told_ts.contains("interface C: c: string\n"), "{told_ts}");
    assert!(
        told_ts.contains("\n2 RW301: `B` was read only in part: this is not understood as TypeScript\n"),
        "{told_ts}"
    );
    assert!(told_ts.contains("\n3 RW301: "), "{told_ts}");
    let kotlin = "class A(val a: Int)\nclass ) broken ( {{ fun\n\nclass B(val b: Int)\ndata class C(val c: Int)\n";
    let php =
        "<?php\nclass A { public int $a; }\nclass { oops ] function (\n\nclass B { public int $b; }\nclass C {}\n";
    for (path, text) in [("t.kt", kotlin), ("t.php", php)] {
        let told = told(path, text);
        assert!(["A: a", "B: b", "C:"].iter().all(|name| told.contains(name)), "{told}");
        assert!(told.contains("RW301"), "{told}");
    }
    let rb = told("app/route.rb", "class Route\nend\n");
    assert_eq!(rb, "1 RW302: types are not read from `.rb` files");
}

#[test]
fn no_depth_of_nesting_is_too_deep() {
    let deep = 10_000;
    let nested = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(deep), close.repeat(deep));
    for (path, text) in [
        ("t.ts", format!("type A = {};\ninterface B {{ b: 1 }}\n", nested("{ a: ", "1", " }"))),
        ("t.ts", format!("type A = {};\n", nested("Partial<", "B", ">"))),
        ("t.ts", format!("const a = {};\n", nested("z.object({ a: ", "1", "})"))),
        ("t.cs", nested("class A { ", "", "}")),
        ("t.java", nested("class A { ", "", "}")),
        ("t.kt", nested("class A { ", "", "}")),
        ("t.py", format!("class A:\n    a: {}\n", nested("list[", "int", "]"))),
        ("t.go", format!("package a\ntype A {}\n", nested("struct { B ", "int", " }"))),
        ("t.rs", format!("struct A {{ a: {} }}\n", nested("Vec<", "u8", ">"))),
        ("t.php", format!("<?php class A {{ public $a = {}; }}\n", nested("[", "1", "]"))),
        ("t.ts", "{ ( [ < ".repeat(deep)),
    ] {
        let source = Source::new(DocumentId(0), path, text.as_str());
        let parsed = types_file(&source);
        for ty in &parsed.value {
            assert!(!source.slice(ty.place.span).is_empty(), "{path}");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_in_any_language_is_read(
        pieces in proptest::collection::vec("[a-zA-Zł]{1,4}|\\PC|[ \n{}()<>\\[\\];:=,.?|&'\"`@#*/]|class |type |interface |enum |struct |export |data |record |def |: |= |z\\.object\\(\\{|<\\?php |//|/\\*", 0..60),
    ) {
        let text = pieces.concat();
        for ending in endings() {
            let source = Source::new(DocumentId(0), format!("t.{ending}"), text.as_str());
            let parsed = types_file(&source);
            for ty in &parsed.value {
                proptest::prop_assert!(source.slice(ty.place.span).contains(&ty.name), "{:?}", ty);
                proptest::prop_assert_eq!(source.line_of(ty.place.span.start) <= ty.line, true);
            }
            for place in parsed.diagnostics.iter().filter_map(|d| d.place) {
                proptest::prop_assert!(text.get(place.span.start..place.span.end).is_some());
            }
        }
    }
}
